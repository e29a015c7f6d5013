const { Server } = require('socket.io');

const io = new Server(Number(process.env.PORT || 7003));

io.on('connection', (socket) => {
  socket.on('message', (text) => io.emit('message', text));
});
