"""What sentences of documentation say about reaching a server, as data: `*.yml`, each phrase with its examples."""
