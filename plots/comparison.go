package plots

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"grapevine/sim/results"
)

// estimate is a mean with its interval.
type estimate struct{ mean, low, high float64 }

// estimates reads one estimate a strategy from the rows of a metric.
func (d *Data) estimates(t *results.Table, metric, mean string) (map[string]estimate, error) {
	t, err := t.Where("metric", metric)
	if err != nil {
		return nil, err
	}
	names, err := t.Strings("strategy")
	if err != nil {
		return nil, err
	}
	out := map[string]estimate{}
	columns := make([][]float64, 3)
	for i, name := range []string{mean, "ci_low", "ci_high"} {
		if columns[i], err = t.Floats(name); err != nil {
			return nil, err
		}
	}
	for i, name := range names {
		e := estimate{columns[0][i], columns[1][i], columns[2][i]}
		if math.IsNaN(e.mean) {
			continue
		}
		if math.IsNaN(e.low) || math.IsNaN(e.high) { // one run has no interval
			e.low, e.high = e.mean, e.mean
		}
		out[name] = e
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%w: %s has no %s", ErrNothing, t.Name, metric)
	}
	return out, nil
}

// differences returns the paired differences to the baseline, and its name.
func (d *Data) differences(metric string) (map[string]estimate, string, error) {
	t, err := d.need("comparison", "strategy", "baseline", "metric", "mean_difference", "ci_low", "ci_high")
	if err != nil {
		return nil, "", err
	}
	baseline, err := t.Strings("baseline")
	if err != nil {
		return nil, "", err
	}
	all, err := d.estimates(t, metric, "mean_difference")
	return all, baseline[0], err
}

func comparisonPlot(d *Data) (*Figure, error) {
	metric := d.objective()
	summary, err := d.need("summary", "strategy", "metric", "mean", "ci_low", "ci_high")
	if err != nil {
		return nil, err
	}
	means, err := d.estimates(summary, metric, "mean")
	if err != nil {
		return nil, err
	}
	all, err := d.strategies(summary)
	if err != nil {
		return nil, err
	}
	named := ""
	if summary.Has("unit") {
		of, err := summary.Where("metric", metric)
		if err != nil {
			return nil, err
		}
		units, err := of.Strings("unit")
		if err != nil {
			return nil, err
		}
		named = units[0]
	}
	differences, baseline, err := d.differences(metric)
	switch {
	case errors.Is(err, ErrNothing) || len(all) == 1:
		differences = nil
	case err != nil:
		return nil, err
	}
	unit := d.unitOf(metric, named)
	title := "Comparison by " + plainName(metric)
	about := "Dot: mean of the runs. Bar: " + d.interval() + "."
	if d.Replicates == 1 {
		about = "Dot: the only run."
	}
	if differences != nil {
		about += " Right: paired difference to “" + baseline + "”."
	}
	f := d.figure(title, about)
	f.body = func(c draw.Canvas) {
		r := rowsOf(c, all)
		head := lineHeight + 6
		half := draw.Crop(r.Canvas, 0, 0, 0, -head)
		panels := []struct {
			values map[string]estimate
			head   string
			write  func(float64) string
		}{{means, plainName(metric), unit.short}}
		if differences != nil {
			panels = append(panels, struct {
				values map[string]estimate
				head   string
				write  func(float64) string
			}{differences, "difference to baseline", unit.change})
		}
		const gap = 48
		width := (half.Max.X - half.Min.X - gap*vg.Length(len(panels)-1) - 14) / vg.Length(len(panels))
		for k, part := range panels {
			low, high := math.Inf(1), math.Inf(-1)
			for _, e := range part.values {
				low, high = min(low, e.low), max(high, e.high)
			}
			if k == 1 || low > 0 && low < 2*(high-low) || high < 0 && -high < 2*(high-low) || low == high {
				low, high = min(low, 0), max(high, 0)
			}
			if low == high {
				high = 1
			}
			pad := (high - low) / 12
			frame := panel{x: unit.between(low-pad, high+pad, width), across: true}
			area := draw.Crop(half, vg.Length(k)*(width+gap), 0, frame.bottom(), 0)
			area.Max.X = area.Min.X + width
			frame.draw(area)
			write(c, bold(ink), vg.Point{X: area.Min.X, Y: area.Max.Y + 10}, 0, part.head)
			if k == 0 {
				r.within(area.Min.Y, area.Max.Y)
			}
			for i, s := range all {
				e, ok := part.values[s.name]
				if !ok {
					continue
				}
				x := func(v float64) vg.Length { return frame.x.at(v, area.Min.X, area.Max.X) }
				y := r.middle(i) - min(6, max(0, r.pitch-1.9*textSize+1))
				if k == 1 && s.name == baseline {
					write(c, text(soft), vg.Point{X: beside(x(0), area, text(soft).Width("baseline")), Y: r.middle(i) - baselineShift}, 0, "baseline")
					continue
				}
				bar := draw.LineStyle{Color: s.colour(), Width: 2.5}
				c.StrokeLine2(bar, x(e.low), y, x(e.high), y)
				if x(e.high)-x(e.low) > 18 {
					for _, end := range []float64{e.low, e.high} {
						c.StrokeLine2(bar, x(end), y-5, x(end), y+5)
					}
				}
				dot(c, vg.Point{X: x(e.mean), Y: y}, 5, s.colour())
				if r.pitch < 1.9*textSize { // too low for words
					continue
				}
				label := part.write(e.mean)
				if low, high := part.write(e.low), part.write(e.high); low != high {
					label = fmt.Sprintf("%s [%s, %s]", label, low, high)
				}
				w := text(ink).Width(label)
				left := min(max(x(e.mean)-w/2, area.Min.X+3), area.Max.X-w)
				c.SetColor(white) // no grid through the words
				c.Fill(rectangle(vg.Point{X: left - 2, Y: y + 7}, vg.Point{X: left + w + 2, Y: y + 9 + textSize}))
				write(c, text(ink), vg.Point{X: left, Y: y + 10}, 0, label)
			}
		}
	}
	return f, nil
}

// baselineShift sets the middle of a line of text at a height.
const baselineShift = baseline * textSize

// beside places text of a width right of a line if there is room, else left.
func beside(x vg.Length, area draw.Canvas, width vg.Length) vg.Length {
	if x+8+width <= area.Max.X {
		return x + 8
	}
	return x - 8 - width
}

// interval says what the intervals are.
func (d *Data) interval() string {
	if d.Interval == "" {
		return "90 % interval of the mean"
	}
	return strings.TrimSuffix(d.Interval, ".")
}

func bestPlot(d *Data) (*Figure, error) {
	t, err := d.need("comparison", "strategy", "metric", "p_best")
	if err != nil {
		return nil, err
	}
	metric := d.objective()
	if t, err = t.Where("metric", metric); err != nil {
		return nil, err
	}
	if t.Rows() < 2 {
		return nil, fmt.Errorf("%w: one strategy alone is the best", ErrNothing)
	}
	all, err := d.strategies(t)
	if err != nil {
		return nil, err
	}
	chance, loss := make([]float64, len(all)), make([]float64, len(all))
	for i, s := range all {
		of, err := t.Where("strategy", s.name)
		if err != nil {
			return nil, err
		}
		p, err := of.Floats("p_best")
		if err != nil {
			return nil, err
		}
		if chance[i], loss[i] = p[0], math.NaN(); math.IsNaN(p[0]) {
			return nil, fmt.Errorf("%w: p_best of %s is empty", ErrNothing, metric)
		}
		if of.Has("expected_loss") {
			l, err := of.Floats("expected_loss")
			if err != nil {
				return nil, err
			}
			loss[i] = l[0]
		}
	}
	unit := d.unitOf(metric, "")
	f := d.figure("How likely each strategy is the best",
		"Bar: probability that it gives the best "+plainName(metric)+". Right: expected loss from choosing it.")
	f.body = func(c draw.Canvas) {
		r := rowsOf(c, all)
		head := lineHeight + 6
		losses := []string{"expected loss"}
		for _, l := range loss {
			losses = append(losses, unit.short(l))
		}
		width := widest(bold(ink), losses...)
		frame := panel{x: through(percent.ticks(0, 100, 5), ""), across: true}
		area := draw.Crop(r.Canvas, 0, -width-60, frame.bottom(), -head)
		frame.draw(area)
		r.within(area.Min.Y, area.Max.Y)
		write(c, bold(ink), vg.Point{X: area.Min.X, Y: area.Max.Y + 10}, 0, "probability of being best")
		write(c, bold(ink), vg.Point{X: c.Max.X, Y: area.Max.Y + 10}, 1, losses[0])
		bar := min(r.pitch*0.56, 40)
		for i, s := range all {
			y := r.middle(i)
			end := frame.x.at(100*chance[i], area.Min.X, area.Max.X)
			c.SetColor(s.colour())
			c.Fill(rectangle(vg.Point{X: area.Min.X, Y: y - bar/2}, vg.Point{X: end, Y: y + bar/2}))
			write(c, bold(ink), vg.Point{X: end + 7, Y: y - baselineShift}, 0, share(100*chance[i]))
			write(c, text(ink), vg.Point{X: c.Max.X, Y: y - baselineShift}, 1, losses[i+1])
		}
	}
	return f, nil
}
