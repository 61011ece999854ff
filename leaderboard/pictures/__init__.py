"""Pictures for people: certificates, a region's poster, the card of the ten best."""
