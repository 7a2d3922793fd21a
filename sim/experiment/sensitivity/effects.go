package sensitivity

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Bin is the mean response over the points in one part of a factor's range.
type Bin struct {
	Factor    int
	From, To  float64 // lowest and highest value in it
	N         int
	Mean      float64
	Low, High float64 // Student's interval of the mean over the points
}

// bins is the number of parts that a range is cut into, each with as many
// points.
const bins = 10

// Effects returns the means of the response over the parts of every factor's
// range, and main: the share of the response's variance between these means, an
// estimate of S1 from points of any design (the correlation ratio of Pearson,
// corrected for the number of parts as by Kelley 1935). A range is cut into ten
// parts of as many points each, fewer if there are fewer than fifty points; of
// levels and words, each is a part.
//
// The dummy is a factor that does nothing: its main effect is 0, and once in
// twenty above its upper bound (from the quantile of F).
func Effects(factors []Factor, y []float64) (means []Bin, main []Index) {
	dummy := Index{Name: "main", Factor: Dummy, With: None}
	for j, f := range factors {
		groups := f.groups(y)
		var all []float64
		for _, g := range groups {
			for _, i := range g {
				all = append(all, y[i])
			}
		}
		n := len(all)
		if n == 0 {
			continue
		}
		m := mean(all)
		total := squares(all, m)
		var within float64
		for _, g := range groups {
			values, xs := make([]float64, len(g)), make([]float64, len(g))
			for k, i := range g {
				values[k], xs[k] = y[i], f.X[i]
			}
			centre := mean(values)
			square := squares(values, centre)
			within += square
			half := float64(student(len(g)-1) * math.Sqrt(square/float64(max(len(g)-1, 1))/float64(len(g))))
			means = append(means, Bin{j, slices.Min(xs), slices.Max(xs), len(g), centre, centre - half, centre + half})
		}
		if k := len(groups); n > k && k > 1 && total > 0 {
			share := 1 - float64(within/float64(n-k))/(total/float64(n-1))
			main = append(main, Index{"main", j, None, math.Max(0, share), math.NaN(), math.NaN(), n})
			dummy.N, dummy.High = n, math.Max(dummy.High, chanceShare(k, n))
		}
	}
	if len(main) > 0 {
		main = append(main, dummy)
	}
	return means, main
}

// chanceShare returns the share of the variance that so many groups of n points
// explain by chance once in twenty, in the digits in which all machines agree.
func chanceShare(groups, n int) float64 {
	a, b := float64(groups-1), float64(n-groups)
	f := distuv.F{D1: a, D2: b}.Quantile(0.95)
	return math.Round(1e9*math.Max(0, 1-(a+b)/b*(b/(float64(a*f)+b)))) / 1e9
}

// groups returns the points in each part of the factor's range, of those that
// have a response.
func (f *Factor) groups(y []float64) [][]int {
	var order []int
	for i := range y {
		if !math.IsNaN(y[i]) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case f.X[a] < f.X[b]:
			return -1
		case f.X[a] > f.X[b]:
			return 1
		}
		return 0
	})
	var groups [][]int
	if f.Words || f.Levels {
		for _, i := range order {
			if k := len(groups) - 1; k >= 0 && f.X[groups[k][0]] == f.X[i] {
				groups[k] = append(groups[k], i)
			} else {
				groups = append(groups, []int{i})
			}
		}
		return groups
	}
	parts := min(bins, max(2, len(order)/5))
	for k := range parts {
		if part := order[k*len(order)/parts : (k+1)*len(order)/parts]; len(part) > 0 {
			groups = append(groups, part)
		}
	}
	return groups
}
