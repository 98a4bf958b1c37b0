"""An archive of Vietnam's provincial newspapers: what was published, when, by whom, how it changed, and the proof."""
