package plots

import (
	"fmt"
	"math"

	"gonum.org/v1/plot/vg/draw"
)

// convergencePlot shows how the interval of a difference narrows as runs are
// added: whether there have been enough.
func convergencePlot(d *Data) (*Figure, error) {
	metric := d.objective()
	t, err := d.need("runs", "strategy", "replicate", metric)
	if err != nil {
		return nil, err
	}
	all, err := d.strategies(t)
	if err != nil {
		return nil, err
	}
	values := map[string]map[float64]float64{} // by strategy and replicate
	most := 0.0
	for _, s := range all {
		of, err := t.Where("strategy", s.name)
		if err != nil {
			return nil, err
		}
		run, err := of.Floats("replicate")
		if err != nil {
			return nil, err
		}
		x, err := of.Floats(metric)
		if err != nil {
			return nil, err
		}
		values[s.name] = map[float64]float64{}
		for i := range run {
			values[s.name][run[i]] = x[i]
			most = math.Max(most, run[i])
		}
	}
	base, paired := values[d.Baseline]
	paired = paired && len(all) > 1
	var curves []curve
	for _, s := range all {
		if paired && s.name == d.Baseline {
			continue
		}
		c := curve{strategy: s}
		n, mean, squares := 0.0, 0.0, 0.0 // Welford's sums
		for r := 0.0; r <= most; r++ {
			x, ok := values[s.name][r]
			if paired {
				y, there := base[r]
				x, ok = x-y, ok && there
			}
			if !ok || math.IsNaN(x) {
				continue
			}
			n++
			by := x - mean
			mean += by / n
			if squares += by * (x - mean); n < 2 {
				continue
			}
			half := halfWidth(squares, n)
			c.week, c.mean, c.low, c.high = append(c.week, n), append(c.mean, mean), append(c.low, mean-half), append(c.high, mean+half)
		}
		if len(c.week) > 1 {
			curves = append(curves, c)
		}
	}
	if len(curves) == 0 {
		return nil, fmt.Errorf("%w: too few runs to see an interval narrow", ErrNothing)
	}
	about := "Line: mean of the runs so far. Band: its 90 % interval (Student's t)."
	label := plainName(metric)
	if paired {
		about = fmt.Sprintf("Line: mean difference to %s over the paired runs so far. Band: its 90 %% interval (Student's t).", d.Baseline)
		label += " beyond " + d.Baseline
	}
	unit := d.unitOf(metric, "")
	f := d.figure("Have there been enough runs?", about)
	width := func(c curve) string {
		k := len(c.week) - 1
		return "± " + unit.short((c.high[k]-c.low[k])/2)
	}
	for _, c := range curves {
		f.Says = join(f.Says, fmt.Sprintf("%s: %s %s after %.0f runs.", c.name, unit.short(c.mean[len(c.mean)-1]), width(c), c.week[len(c.week)-1]))
	}
	f.body = func(c draw.Canvas) {
		fan{all: curves, unit: unit, label: label, tag: width, runs: true}.body(c)
	}
	return f, nil
}
