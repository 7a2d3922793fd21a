package main

import (
	"fmt"
	"testing"
)

// Van den Bulte & Joshi; Goldenberg, Libai & Muller: the chasm.
func chasm(t *testing.T, effort float64) (all []finding) {
	p := play(t, "replicate/chasm", 40, effort)
	sold := func(p *played, from, to int) sample { return p.reached(0, to).less(p.reached(0, from)) }
	for _, c := range []struct {
		from, to int
		want     float64
	}{{2, 4, 0.1462441}, {6, 8, 0.0541876}, {12, 14, 0.0895458}} {
		all = append(all, sold(p, c.from, c.to).is(fmt.Sprintf("Share of the market won in weeks %d and %d", c.from+1, c.to), c.want, 0, 0.003, "integration of their equations; .003 allowed for 500 people"))
	}
	for _, c := range []struct {
		week int
		want float64
	}{{6, 0.3350101}, {10, 0.4524912}, {16, 0.7114254}} {
		all = append(all, p.reached(0, c.week).is(fmt.Sprintf("Share of the market by week %d", c.week), c.want, 0, 0.006, "the same; .006 allowed"))
	}
	mixed := play(t, "replicate/chasm", 20, effort, "segment.2.heeds.influentials=1.3333333333", "segment.2.heeds.imitators=0.8571428571")
	return append(all,
		sold(p, 2, 4).less(sold(p, 6, 8)).positive("First peak less chasm", "above 0", "a dip: 4 weeks of one market"),
		sold(p, 12, 14).less(sold(p, 6, 8)).positive("Second peak less chasm", "above 0", ""),
		sold(mixed, 6, 8).less(sold(mixed, 12, 14)).positive("With cross-talk w = .4: weeks 7–8 less 13–14", "above 0", "no second peak: the saddle is gone"))
}
