"""The words of the business and of mail, as frozen values without behaviour that needs a clock, a disk or a network."""
