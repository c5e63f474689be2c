"""How people reach it: settings, wiring, the command line and the HTTP server."""
