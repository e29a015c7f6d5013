const dgram = require('dgram');

const counts = new Map();
const socket = dgram.createSocket('udp4');

socket.on('message', (_line, sender) => {
  counts.set(sender.address, (counts.get(sender.address) ?? 0) + 1);
});
socket.bind(5514);

setInterval(() => console.table([...counts]), 60_000);
