"""The one place that names concrete classes: settings to a wired cycle, or to a rehearsal."""
