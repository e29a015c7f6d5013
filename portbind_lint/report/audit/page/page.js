'use strict';
(() => {
  const form = document.getElementById('filters');
  if (!form) return;
  const records = [...document.querySelectorAll('.record')];
  const shown = document.getElementById('shown');
  const none = document.getElementById('none-shown');
  const texts = new Map();
  const text = (record) => {
    if (!texts.has(record)) texts.set(record, record.textContent.toLowerCase());
    return texts.get(record);
  };
  const apply = () => {
    const wanted = new FormData(form);
    const verdicts = new Set(wanted.getAll('verdict'));
    const words = wanted.get('text').toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (record) => verdicts.has(record.dataset.verdict)
      && ['context', 'rule', 'library'].every((name) => !wanted.get(name) || wanted.get(name) === record.dataset[name])
      && words.every((word) => text(record).includes(word));
    let number = 0;
    for (const record of records) {
      record.hidden = !fits(record);
      number += !record.hidden;
    }
    shown.textContent = `${number} of ${records.length} shown`;
    none.hidden = number > 0;
  };
  const openAll = (open) => records.forEach((record) => { if (!record.hidden) record.open = open; });
  const reveal = () => {
    const record = /^#listener-\d+$/.test(location.hash) && document.querySelector(location.hash);
    if (!record) return;
    if (record.hidden) { form.reset(); apply(); }
    record.open = true;
    record.scrollIntoView();
  };
  form.addEventListener('input', apply);
  form.addEventListener('reset', () => setTimeout(apply));
  form.addEventListener('submit', (event) => event.preventDefault());
  document.getElementById('open').addEventListener('click', () => openAll(true));
  document.getElementById('close').addEventListener('click', () => openAll(false));
  document.addEventListener('keydown', (event) => {
    const typing = /^(input|select|textarea)$/i.test(event.target.tagName);
    if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    form.elements.text.focus();
  });
  addEventListener('hashchange', reveal);
  form.hidden = false;
  apply();
  reveal();
})();
