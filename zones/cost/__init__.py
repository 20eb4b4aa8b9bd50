"""What a lease costs: the prices that hold for a piece of land, the arithmetic, and the answer with its cautions."""
