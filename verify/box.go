package verify

import (
	"fmt"
	"slices"
	"strings"
)

// Box is a part of the space of plausible markets in which a claim is so more
// often than elsewhere: at most two conditions (a small relative of the patient
// rule induction method of Friedman & Fisher 1999).
type Box struct {
	Says    string
	Share   float64 // of the markets inside, in which the claim is so
	Low     float64 // lower end of its 95 % interval
	Inside  int     // markets inside
	Outside float64 // share outside
}

// cuts are where a range may be cut, as shares of the markets below.
var cuts = []float64{0.25, 1.0 / 3, 0.5, 2.0 / 3, 0.75}

// least is the share of all markets that a box must hold.
const least = 0.2

// cut is one condition.
type cut struct {
	factor int
	at     float64
	above  bool
}

func (c cut) holds(p Point) bool { return (p[c.factor] > c.at) == c.above }

// box finds the one or two conditions under which the claim is so most surely:
// the box with the highest lower end of the interval of its share. A second
// condition must raise it by a twentieth. There is none if the claim is so in
// 80 % of markets and more, or if no box is better than the whole.
func (f *Finding) box() *Box {
	share, low, _ := f.Share()
	if len(f.There) == 0 || share >= 0.8 {
		return nil
	}
	var all []cut
	for k := range f.ranges {
		var values []float64
		for _, p := range f.Points {
			values = append(values, p[k])
		}
		slices.Sort(values)
		for _, c := range cuts {
			i := int(c * float64(len(values)))
			for _, above := range []bool{true, false} {
				all = append(all, cut{k, (values[max(i-1, 0)] + values[i]) / 2, above})
			}
		}
	}
	best := &Box{Low: low}
	for _, a := range all {
		if b := f.count(a); b != nil && b.Low > best.Low {
			best = b
		}
	}
	single := best.Low
	for i, a := range all {
		for _, b := range all[i+1:] {
			if a.factor == b.factor {
				continue
			}
			if c := f.count(a, b); c != nil && c.Low > max(best.Low, single+0.05) {
				best = c
			}
		}
	}
	if best.Says == "" {
		return nil
	}
	return best
}

// count looks at the markets that fulfil some conditions.
func (f *Finding) count(conditions ...cut) *Box {
	in, so, outSo := 0, 0, 0
	for i, p := range f.Points {
		inside := true
		for _, c := range conditions {
			inside = inside && c.holds(p)
		}
		switch {
		case inside && f.There[i]:
			in, so = in+1, so+1
		case inside:
			in++
		case f.There[i]:
			outSo++
		}
	}
	if float64(in) < least*float64(len(f.Points)) {
		return nil
	}
	b := &Box{Inside: in, Share: float64(so) / float64(in), Outside: float64(outSo) / float64(max(len(f.Points)-in, 1))}
	b.Low, _ = wilson(so, in)
	var says []string
	for _, c := range conditions {
		side := "below"
		if c.above {
			side = "above"
		}
		says = append(says, fmt.Sprintf("%s is %s %s", f.ranges[c.factor].Says, side, digits3(c.at)))
	}
	b.Says = strings.Join(says, " and ")
	return b
}
