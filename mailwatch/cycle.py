"""One poll cycle, straight down the page."""
