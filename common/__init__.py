"""What every member needs and none owns: contracts, intake, law, feed, problems."""
