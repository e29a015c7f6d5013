export function render(order) {
  const lines = order.items.map((item) => `${item.name}  ${item.quantity} x ${item.price}`);
  return [`Invoice ${order.id}`, ...lines].join('\n');
}
