"""Links over the network: addresses → verdicts. Nothing else in peftlint talks to the world."""
