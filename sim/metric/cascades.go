package metric

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

// last returns the largest index whose count is not 0, or 0.
func last(counts []int) int {
	for i := len(counts) - 1; i > 0; i-- {
		if counts[i] > 0 {
			return i
		}
	}
	return 0
}
