package metric

import (
	"math"

	"grapevine/sim"
)

// The trees of who convinced whom, over the whole run. A customer whom nobody
// convinced is the root of a tree, if of a tree of one.
var (
	CascadeMean = Metric{Name: "cascade_mean", Unit: "customers", Better: 1, Kind: Ratio, Doc: "Mean size of a tree of recommendation, over the whole run; 1 where nobody convinces anybody (Goel et al. 2016).",
		Of: func(r *Run) float64 {
			var trees, customers int
			for size, n := range r.Trace.Cascades {
				trees += n
				customers += size * n
			}
			return ratio(float64(customers), float64(trees))
		}}
	CascadeMax = Metric{Name: "cascade_max", Unit: "customers", Better: 1, Doc: "Size of the largest tree of recommendation, over the whole run.",
		Of: func(r *Run) float64 { return float64(last(r.Trace.Cascades)) }}
	CascadeDepth = Metric{Name: "cascade_depth", Unit: "count", Better: 0, Doc: "Most steps from the root of a tree of recommendation to a customer, over the whole run.",
		Of: func(r *Run) float64 { return float64(last(r.Trace.Depths)) }}
)

// How trees of two and more are built. A metric of a tree of one would say
// nothing, and most are.
var (
	ViralityMean = Metric{Name: "virality_mean", Unit: "ratio", Better: 0, Kind: Ratio, Doc: "Structural virality of the trees of recommendation of two and more, on average: mean number of steps between two customers of a tree (Goel et al. 2016), over the whole run.",
		Of: func(r *Run) float64 {
			var sum float64
			for _, t := range r.Trace.Trees {
				sum += t.Virality()
			}
			return ratio(sum, float64(len(r.Trace.Trees)))
		}}
	ViralityMax = Metric{Name: "virality_max", Unit: "ratio", Better: 0, Doc: "Structural virality of the largest tree of recommendation, the first if there are several: 2(n-1)/n if all were won by one, (n+1)/3 if each won the next (Goel et al. 2016).",
		Of: func(r *Run) float64 {
			largest := sim.Tree{}
			for _, t := range r.Trace.Trees {
				if t.Size > largest.Size {
					largest = t
				}
			}
			if largest.Size == 0 {
				return math.NaN()
			}
			return largest.Virality()
		}}
)

// last returns the largest index whose count is not 0, or 0.
func last(counts []int) int {
	for i := len(counts) - 1; i > 0; i-- {
		if counts[i] > 0 {
			return i
		}
	}
	return 0
}
