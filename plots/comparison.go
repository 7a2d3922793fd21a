package plots

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/stat/distuv"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"grapevine/sim/results"
)

// estimate is a mean with its interval.
type estimate struct{ mean, low, high float64 }

// halfWidth returns half of the 90 % interval of a mean of n values by Student's
// t, from the sum of their squared distances to it.
func halfWidth(squares, n float64) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: n - 1}.Quantile(0.95) * math.Sqrt(squares/(n-1)/n)
}

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
		sides := []side{{values: means, head: plainName(metric), unit: unit, write: unit.short}}
		if differences != nil {
			sides = append(sides, side{differences, "difference to baseline", unit, unit.change, baseline, "baseline"})
		}
		room := draw.Crop(r.Canvas, 0, -14, 0, -lineHeight-6)
		const gap = 48
		width := (room.Max.X - room.Min.X + gap) / vg.Length(len(sides))
		for k, s := range sides {
			part := draw.Crop(room, vg.Length(k)*width, 0, 0, 0)
			part.Max.X = part.Min.X + width - gap
			area, axis := s.lay(part)
			if k == 0 {
				r.within(area.Min.Y, area.Max.Y)
			}
			s.draw(area, axis, r)
		}
	}
	return f, nil
}

// side is one half of the comparison: estimates as dots with bars, a strategy
// a row.
type side struct {
	values map[string]estimate
	head   string
	unit   unit
	write  func(float64) string
	zero   string // the strategy that the others are compared with, if they are
	label  string // what that is
}

// frame returns the axis. It begins at zero if that leaves differences to be
// seen.
func (s side) frame(width vg.Length) panel {
	low, high := math.Inf(1), math.Inf(-1)
	for _, e := range s.values {
		low, high = min(low, e.low), max(high, e.high)
	}
	if s.zero != "" || low > 0 && low < 2*(high-low) || high < 0 && -high < 2*(high-low) || low == high {
		low, high = min(low, 0), max(high, 0)
	}
	if low == high {
		high = 1
	}
	pad := (high - low) / 12
	return panel{x: s.unit.between(low-pad, high+pad, width), across: true}
}

// lay draws the frame and its head, and returns the area within and the axis.
func (s side) lay(part draw.Canvas) (draw.Canvas, scale) {
	frame := s.frame(part.Max.X - part.Min.X)
	area := draw.Crop(part, 0, 0, frame.bottom(), 0)
	frame.draw(area)
	write(part, bold(ink), vg.Point{X: area.Min.X, Y: area.Max.Y + 10}, 0, s.head)
	return area, frame.x
}

func (s side) draw(area draw.Canvas, axis scale, r rows) {
	x := func(v float64) vg.Length { return axis.at(v, area.Min.X, area.Max.X) }
	const low = 1.9 * textSize // a row that has no room for words
	for i, strategy := range r.all {
		e, ok := s.values[strategy.name]
		if !ok {
			continue
		}
		if strategy.name == s.zero {
			write(area, text(soft), vg.Point{X: beside(x(0), area, text(soft).Width(s.label)), Y: r.middle(i) - halfCapital}, 0, s.label)
			continue
		}
		y := r.middle(i) - min(6, max(0, r.pitch-low+1))
		bar := draw.LineStyle{Color: strategy.colour(), Width: 2.5}
		area.StrokeLine2(bar, x(e.low), y, x(e.high), y)
		if x(e.high)-x(e.low) > 18 {
			for _, end := range []float64{e.low, e.high} {
				area.StrokeLine2(bar, x(end), y-5, x(end), y+5)
			}
		}
		dot(area, vg.Point{X: x(e.mean), Y: y}, 5, strategy.colour())
		if r.pitch < low {
			continue
		}
		label := s.write(e.mean)
		if low, high := s.write(e.low), s.write(e.high); low != high {
			label = fmt.Sprintf("%s [%s, %s]", label, low, high)
		}
		width := text(ink).Width(label)
		left := min(max(x(e.mean)-width/2, area.Min.X+3), area.Max.X-width)
		area.SetColor(white) // no grid through the words
		area.Fill(rectangle(vg.Point{X: left - 2, Y: y + 7}, vg.Point{X: left + width + 2, Y: y + 9 + textSize}))
		write(area, text(ink), vg.Point{X: left, Y: y + 10}, 0, label)
	}
}

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
