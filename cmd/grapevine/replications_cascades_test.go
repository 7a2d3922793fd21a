package main

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"grapevine/sim"
	"grapevine/sim/experiment"
)

// Watts & Dodds: who starts global cascades.
func wattsDodds(t *testing.T, effort float64) (all []finding) {
	global := func(o *experiment.Outcome) float64 {
		return bit(o.Weekly[(slices.Index(o.Columns, "n_customer")+1)*61-1] >= 200)
	}
	for _, c := range []struct{ z, u, top float64 }{{4, 0.4988312338, 0.9947885391}, {3, 0.310929501, 0.9990085632}, {2, 0.2983362277, 0.9953037166}} {
		p := play(t, "replicate/watts-dodds", 300, effort, fmt.Sprint("network.ties.mean_degree=", c.z))
		prefix := fmt.Sprintf("z = %g: ", c.z)
		all = append(all, p.of(0, global).share(prefix+"a random customer starts a global cascade", -math.Expm1(c.z*(c.u-1)), 0.005, ".005 allowed for a market of 2,000"))
		all = append(all, p.of(3, global).share(prefix+"one of the tenth with most friends", c.top, 0.005, "1 - u^k over that tenth"))
		if c.z > 2 { // where many have no friends, a friend of anybody is not who the formula means
			all = append(all, p.of(1, global).share(prefix+"a friend of one", 1-c.u*math.Exp(c.z*(c.u-1)), 0.005, ""))
		}
		groups := []struct {
			name      string
			low, high int
		}{{"one friend", 1, 1}, {"two friends", 2, 2}, {"four friends", 4, 4}, {"a friend more than the top tenth begins with", int(c.z) + 4, 1 << 30}}
		got, want := make([]sample, len(groups)), make([]float64, len(groups))
		for _, r := range p.runs {
			g := p.ties(r.Number, "ties")
			at := slices.Index(r.Outcomes[0].Stages, "customer")
			first := slices.IndexFunc(r.Outcomes[0].Lives, func(l sim.Life) bool { return l.Reached[at] == 0 })
			k := g.Degree(int32(first))
			for j, group := range groups {
				if k >= group.low && k <= group.high {
					got[j] = append(got[j], global(r.Outcomes[0]))
					want[j] += 1 - math.Pow(c.u, float64(k))
				}
			}
		}
		for j, group := range groups {
			if n := len(got[j]); n >= 10 {
				all = append(all, got[j].share(prefix+"with "+group.name, want[j]/float64(n), 0.005, fmt.Sprintf("1 - u^k; %d such customers were first", n)))
			}
		}
	}
	return all
}
