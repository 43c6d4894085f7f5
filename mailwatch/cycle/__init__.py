"""One poll cycle, straight down the page: ``mailwatch.cycle.poll``."""
