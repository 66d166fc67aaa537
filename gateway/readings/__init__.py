"""The read log: who saw whose facts; written before an answer leaves."""
