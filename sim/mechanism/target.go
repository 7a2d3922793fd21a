package mechanism

import (
	"fmt"
	"slices"
	"strings"

	"grapevine/sim"
)

// Target is whom a mechanism is for: students, say, or the people of a town.
type Target struct {
	To []string `toml:"to" default:"[]" doc:"Segments or places that it is for, by name; left out, everybody."`
}

// checkTarget returns the faults of the names.
func (t *Target) checkTarget(p *sim.Plan) (faults []error) {
	for k, name := range t.To {
		if slices.ContainsFunc(p.Segments, func(g sim.Segment) bool { return g.Called(name) }) {
			continue
		}
		var there []string
		for _, g := range p.Segments {
			there = append(there, g.Name)
			if g.Place != "" && !slices.Contains(there, g.Place) {
				there = append(there, g.Place)
			}
		}
		known := "this market has no segments"
		if there != nil {
			known = "there is " + strings.Join(there, ", ")
		}
		faults = append(faults, fmt.Errorf("to[%d] = %q: no segment or place is called so; %s", k, name, known))
	}
	return faults
}

// aim says by segment whether the mechanism is for it; nil is everybody.
type aim []bool

// aim returns the segments that a mechanism is for.
func (t *Target) aim(p *sim.Plan) aim {
	if len(t.To) == 0 {
		return nil
	}
	a := make(aim, len(p.Segments))
	for k, g := range p.Segments {
		a[k] = slices.ContainsFunc(t.To, g.Called)
	}
	return a
}

// meets reports whether the mechanism is for a customer.
func (a aim) meets(m *sim.Market, i int32) bool { return a == nil || a[m.Segment(i)] }

// share returns the share of the market that is meant.
func (a aim) share(p *sim.Plan) float64 {
	if a == nil {
		return 1
	}
	sum := 0.0
	for k, meant := range a {
		if meant {
			sum += p.Segments[k].Share
		}
	}
	return sum
}
