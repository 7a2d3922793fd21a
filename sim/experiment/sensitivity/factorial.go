package sensitivity

import "math"

// Factorial returns the share of the response's variance that each factor of a
// full grid has by itself: the sum of squares of its level means, of all
// (Fisher 1935). In a grid other factors are balanced and no noise, so nothing
// is taken off for them; only for luck that is left in the points' means, whose
// share of the variance between them is luck. Where that is not known, it is
// what no factor explains by itself.
//
// The dummy is a factor that does nothing: its share is above the upper bound
// once in twenty, by luck. ok is false of any other design, of responses that are
// missing, and where nothing is left to tell luck by.
func Factorial(factors []Factor, y []float64, luck float64) (main []Index, ok bool) {
	n, cells, free := len(y), 1, len(y)-1
	if !whole(y) || n == 0 {
		return nil, false
	}
	total := squares(y, mean(y))
	between := make([]float64, len(factors))
	levels := make([]int, len(factors))
	most, rest := 1, total
	for j, f := range factors {
		if !f.Levels && !f.Words {
			return nil, false
		}
		groups := f.groups(y)
		levels[j], most = len(groups), max(most, len(groups))
		cells *= len(groups)
		free -= len(groups) - 1
		for _, g := range groups {
			if len(g)*len(groups) != n {
				return nil, false
			}
			values := make([]float64, len(g))
			for k, i := range g {
				values[k] = y[i]
			}
			d := mean(values) - mean(y)
			between[j] += float64(float64(len(g)) * float64(d*d))
		}
		rest -= between[j]
	}
	if cells != n || total <= 0 {
		return nil, false
	}
	if math.IsNaN(luck) {
		if free <= 0 {
			return nil, false
		}
		luck = math.Max(0, rest) / float64(free) * float64(n-1) / total
	}
	luck = math.Min(1, luck)
	for j := range factors {
		chance := luck * float64(levels[j]-1) / float64(n-1)
		main = append(main, Index{"main", j, None, math.Max(0, between[j]/total-chance), math.NaN(), math.NaN(), n})
	}
	dummy := Index{Name: "main", Factor: Dummy, With: None, N: n}
	if n > most && most > 1 {
		dummy.High = luck * chanceShare(most, n) * float64(n-most) / float64(n-1)
	}
	return append(main, dummy), true
}
