package lab

import (
	"context"

	"grapevine/sim/experiment"
	"grapevine/sim/metric"
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
	d := there.design()
	d.Without, d.Apart = nil, true // twins do not show in the curve
	sample := experiment.NewSample(d)
	for k := range replicates {
		sample.Add(d.Once(context.Background(), k+1))
	}
	response := metric.Named(d.Objective.Metric)
	if response < 0 {
		response = metric.Named(metric.Profit.Name)
	}
	p := &Point{Value: value}
	for i := range d.Strategies {
		p.Strategies = append(p.Strategies, sample.Estimate(i, response))
	}
	return p, nil
}
