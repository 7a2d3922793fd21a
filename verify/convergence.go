package verify

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"grapevine/scenarios"
	"grapevine/sim/experiment"
)

// last marks a setting of the finest step alone: a defect.
const last = "finest: "

// convergence returns how fast the error of a step vanishes, for a classic and
// settings, a number of replicates and the finest of the steps: p, if the error
// goes with step^p. The same luck is met with steps h, h/2 and h/4, and the mean
// numbers of customers at the end give p = log2((x(h) - x(h/2))/(x(h/2) - x(h/4)))
// (Richardson 1911).
func convergence(with []any) (map[string][]float64, error) {
	if len(with) < 3 {
		return nil, fmt.Errorf("with = %v: want a classic, replicates, the inverse of the finest step, and settings", with)
	}
	replicates, err := number(with, 1)
	if err != nil {
		return nil, err
	}
	finest, err := number(with, 2)
	if err != nil {
		return nil, err
	}
	var set, only []string
	for _, s := range with[3:] {
		if text, ok := strings.CutPrefix(fmt.Sprint(s), last); ok {
			only = append(only, text)
		} else {
			set = append(set, text)
		}
	}
	d := experiment.Design{Seed: 1, Replicates: int(replicates)}
	for cut := 1; cut <= int(finest); cut *= 2 {
		all := append(slices.Clone(set), fmt.Sprintf("step=%g", 1/float64(cut)))
		if 2*cut > int(finest) {
			all = append(all, only...)
		}
		s, err := scenarios.Load(fmt.Sprint(with[0]), all)
		if err != nil {
			return nil, err
		}
		d.Strategies = append(d.Strategies, experiment.Arm{Name: fmt.Sprint(cut), Plan: s.Strategies[0].Plan})
	}
	reached := make([]float64, len(d.Strategies))
	for r, err := range experiment.Run(context.Background(), d, nil) {
		if err != nil {
			return nil, err
		}
		for i, o := range r.Outcomes {
			if o.Err != nil {
				return nil, o.Err
			}
			weeks := len(o.Weekly) / len(o.Columns)
			reached[i] += o.Weekly[slices.Index(o.Columns, "n_customer")*weeks+weeks-1]
		}
	}
	found := map[string][]float64{}
	for i := range len(reached) - 2 {
		p := math.Log2((reached[i] - reached[i+1]) / (reached[i+1] - reached[i+2]))
		found[fmt.Sprintf("order from step 1/%d", 1<<i)] = []float64{p}
	}
	return found, nil
}
