package sim

import (
	"slices"
	"strings"
)

// Without returns the plan of the same market without some of its mechanisms:
// the twin that shows what they do. Tables are named as in a scenario, several
// joined by "+", as "community+commerce"; the name of a kind, as "advertising",
// takes all its campaigns away. If the plan has none of them, ok is false.
func (p *Plan) Without(tables string) (twin *Plan, ok bool) {
	names := strings.Split(tables, "+")
	q := *p
	q.Mechanisms = slices.DeleteFunc(slices.Clone(p.Mechanisms), func(n Named) bool {
		kind, _, _ := strings.Cut(n.Name, ".")
		return slices.Contains(names, n.Name) || slices.Contains(names, kind)
	})
	return &q, len(q.Mechanisms) < len(p.Mechanisms)
}

// CheckMechanisms returns what the plan's mechanisms have to say against the
// market they are to work in.
func (p *Plan) CheckMechanisms() (faults []error) {
	for _, n := range p.Mechanisms {
		faults = append(faults, n.Mechanism.Check(p)...)
	}
	return faults
}
