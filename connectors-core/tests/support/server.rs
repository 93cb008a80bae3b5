//! A small HTTP server on loopback, for what only real sockets show.
