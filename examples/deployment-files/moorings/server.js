import { createServer } from "node:http";

const free = [3, 7, 12];

const board = createServer((request, response) => {
  response.end(free.map((mooring) => `mooring ${mooring} is free\n`).join(""));
});

board.listen(8700);
