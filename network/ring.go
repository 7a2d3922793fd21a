package network

import "grapevine/chance"

// Ring ties every customer to the nearest on both sides of a circle. It takes
// O(ties).
type Ring struct {
	Neighbours int `toml:"neighbours" default:"2" range:"[2,)" doc:"Ties of every customer; an even number."`
}

// Validate implements [Generator].
func (r *Ring) Validate(customers int) []error {
	return faults(r,
		unless(r.Neighbours%2 == 0, "neighbours", r.Neighbours, "an even number"),
		unless(r.Neighbours < customers, "neighbours", r.Neighbours, "less than customers = %d", customers),
		fits(float64(r.Neighbours)/2*float64(customers)))
}

// Generate implements [Generator].
func (r *Ring) Generate(customers int, luck chance.Luck, workers int) (*Graph, error) {
	return (&WattsStrogatz{MeanDegree: r.Neighbours}).Generate(customers, luck, workers)
}
