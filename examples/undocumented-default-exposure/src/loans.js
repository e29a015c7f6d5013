const { readFileSync, writeFileSync } = require('fs');

const PATH = 'loans.json';

const read = () => JSON.parse(readFileSync(PATH, 'utf8'));

exports.overdue = (today) => read().filter((loan) => new Date(loan.due) < today);

exports.end = (id) => {
  writeFileSync(PATH, JSON.stringify(read().filter((loan) => loan.id !== id)));
};
