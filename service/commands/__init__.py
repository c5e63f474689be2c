"""The commands of `rotator` that have subcommands of their own."""
