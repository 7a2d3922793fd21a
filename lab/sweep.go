package lab

import (
	"context"

	"grapevine/sim/experiment"
)

// Point is what a number of worlds amount to with one lever at one value.
type Point struct {
	Value      string                `json:"value"`
	Strategies []experiment.Estimate `json:"strategies"` // of the objective, in their order
}

// Try puts one lever to a value, all others as they are, and counts so many
// worlds there. Where the session has its levers does not change.
func (s *Session) Try(key, value string, replicates int) (*Point, error) {
	there := &Session{base: s.base, now: s.now}
	if err := there.Set(append(append([]string(nil), s.moved...), key+"="+value)); err != nil {
		return nil, err
	}
	return &Point{Value: value, Strategies: estimates(there.design(), replicates)}, nil
}

// estimates plays all strategies of a design in so many worlds and returns what
// each comes to by the objective.
func estimates(d experiment.Design, worlds int) (all []experiment.Estimate) {
	d.Without, d.Apart = nil, true // twins do not show in an estimate
	sample := experiment.NewSample(d)
	for k := range worlds {
		sample.Add(d.Once(context.Background(), k+1))
	}
	for i := range d.Strategies {
		all = append(all, sample.Estimate(i, d.Response()))
	}
	return all
}
