package experiment

import (
	"fmt"
	"math"

	"grapevine/sim/metric"
)

// Stop says why an experiment with UntilCI took no more replicates.
//
// After at least 20 replicates, and then after every 20 more whatever the
// number of workers, the objective's 90 % intervals are looked at: that of
// every paired difference from the baseline, and that of the best strategy's
// lead over the next best. It is enough when none has a half-width above
// UntilCI times the best strategy's mean. Looking often would stop too early
// by luck in small samples; with a minimum, the intervals of such a fixed-width
// rule keep their coverage in the limit (Chow & Robbins, Annals of Mathematical
// Statistics 36, 1965).
type Stop struct {
	Replicates int
	Target     float64 // relative half-width asked for
	Reached    float64 // widest relative half-width at the last look; not-a-number if there is none
	Met        bool
}

// String says in a sentence how many replicates it took and why it ended.
func (s *Stop) String() string {
	if s.Met {
		return fmt.Sprintf("%d replicates: the widest interval is ± %s of the best mean, asked for ± %s.", s.Replicates, percent(s.Reached), percent(s.Target))
	}
	return fmt.Sprintf("%d replicates, the most allowed: the widest interval is still ± %s of the best mean, asked for ± %s.", s.Replicates, percent(s.Reached), percent(s.Target))
}

// look is the number of replicates from look to look, and the least at the
// first.
const look = 20

// watch decides after how many replicates to stop.
type watch struct {
	d        *Design
	response int
	values   [][]float64 // of the objective, by strategy and replicate
	stop     *Stop
}

func newWatch(d *Design) *watch {
	w := &watch{d: d, response: d.Response(), values: make([][]float64, len(d.Strategies))}
	return w
}

// Response returns the index, in metric.Kinds, of what precision and answers are
// about: the objective, or profit if the scenario has none.
func (d *Design) Response() int {
	if d.Objective.Metric == "" {
		return metric.Named(metric.Profit.Name)
	}
	return metric.Named(d.Objective.Metric)
}

// first returns the number of replicates at the first look.
func (w *watch) first() int {
	if w.d.UntilCI == 0 {
		return w.d.Replicates
	}
	return min(max(w.d.Replicates, look), w.d.Cap)
}

func (w *watch) see(r *Replicate) {
	if w.d.UntilCI == 0 {
		return
	}
	for i, o := range r.Outcomes {
		x := math.NaN()
		if o.Err == nil {
			x = o.Metrics[w.response]
		}
		w.values[i] = append(w.values[i], x)
	}
}

// more returns how many replicates are wanted beyond n.
func (w *watch) more(n int) int {
	if w.d.UntilCI == 0 {
		return 0
	}
	s := &Stop{Replicates: n, Target: w.d.UntilCI, Reached: w.widest()}
	s.Met = s.Reached <= s.Target
	w.stop = s
	if s.Met {
		return 0
	}
	return min(look, w.d.Cap-n)
}

// widest returns the widest half-width relative to the best mean.
func (w *watch) widest() float64 {
	order := ranking(w.values, w.d.Objective.Minimise)
	if len(order) == 0 {
		return math.NaN()
	}
	best := order[0]
	mean, _ := moments(existing(w.values[best]))
	half := func(xs []float64) float64 {
		xs = existing(xs)
		_, sd := moments(xs)
		return halfWidth(sd, len(xs))
	}
	if len(w.values) == 1 {
		return half(w.values[0]) / math.Abs(mean)
	}
	var widest float64
	base := w.d.baseline()
	for i := range w.values {
		if i != base {
			widest = math.Max(widest, half(less(w.values[i], w.values[base])))
		}
	}
	if len(order) > 1 {
		widest = math.Max(widest, half(less(w.values[best], w.values[order[1]])))
	}
	if widest == 0 {
		return 0 // all strategies are alike, whatever their mean
	}
	return widest / math.Abs(mean)
}

// less returns a - b replicate by replicate.
func less(a, b []float64) []float64 {
	d := make([]float64, len(a))
	for i := range d {
		d[i] = a[i] - b[i]
	}
	return d
}
