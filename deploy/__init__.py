"""What starts and keeps the platform: local run, database server, images, sample."""
