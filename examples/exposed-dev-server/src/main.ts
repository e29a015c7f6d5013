const reload = new WebSocket(`ws://${location.hostname}:35730`);
reload.addEventListener('message', () => location.reload());
