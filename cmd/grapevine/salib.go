package main

import (
	"encoding/json"

	"grapevine/sim/experiment/points"
)

// problem is a design as SALib's samplers and analysers take it.
type problem struct {
	Count  int         `json:"num_vars"`
	Names  []string    `json:"names"`
	Bounds [][]float64 `json:"bounds"`
	Laws   []string    `json:"dists"`
}

// salib returns the problem file of a design, or nothing if a factor is a list,
// for which SALib has no law. Its sample is in points.csv, in SALib's order.
func salib(factors []points.Factor) []byte {
	p := problem{Count: len(factors)}
	for _, f := range factors {
		if f.Values != nil {
			return nil
		}
		p.Names = append(p.Names, f.Key)
		bounds, law := []float64{f.Min, f.Max}, "unif"
		switch f.Law {
		case points.Log:
			law = "logunif"
		case points.Normal:
			bounds, law = append(bounds, f.Mean, f.SD), "truncnorm"
		case points.Triangular:
			bounds, law = append(bounds, (f.Mode-f.Min)/(f.Max-f.Min)), "triang"
		}
		p.Bounds, p.Laws = append(p.Bounds, bounds), append(p.Laws, law)
	}
	text, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		panic(err) // numbers and texts can always be written
	}
	return append(text, '\n')
}
