package plots

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// mostEffects is the number of factors that a picture of their effects has room
// for.
const mostEffects = 6

// alongFactor is the mean response along one factor: in parts of its range, or
// for each of its words.
type alongFactor struct {
	factor string
	at     []float64 // middle of each part, or the number of the word
	words  []string  // nil if the factor is a number
	of     []estimate
}

// effectsPlot shows what each factor of a sweep does to the lead of the best
// strategy, or, of one strategy alone, to the objective.
func effectsPlot(d *Data) (*Figure, error) {
	columns := []string{"strategy", "metric", "of", "factor", "from", "to", "n", "mean", "ci_low", "ci_high"}
	t, err := d.need("effects", columns...)
	if err != nil {
		return nil, err
	}
	of := "lead"
	lead, err := t.Where("of", of)
	if err == nil && lead.Rows() == 0 {
		of = "level"
		lead, err = t.Where("of", of)
	}
	if err != nil {
		return nil, err
	}
	if lead.Rows() == 0 {
		return nil, fmt.Errorf("%w: %s has neither a lead nor a level", ErrNothing, t.Name)
	}
	names, err := lead.Strings("strategy")
	if err != nil {
		return nil, err
	}
	whose := names[0]
	if lead, err = lead.Where("strategy", whose); err != nil {
		return nil, err
	}
	texts, numbers := map[string][]string{}, map[string][]float64{}
	for _, name := range []string{"metric", "factor", "from", "to"} {
		if texts[name], err = lead.Strings(name); err != nil {
			return nil, err
		}
	}
	for _, name := range []string{"n", "mean", "ci_low", "ci_high"} {
		if numbers[name], err = lead.Floats(name); err != nil {
			return nil, err
		}
	}
	var all []alongFactor
	for i, factor := range texts["factor"] {
		if math.IsNaN(numbers["mean"][i]) {
			continue
		}
		k := slices.IndexFunc(all, func(a alongFactor) bool { return a.factor == factor })
		if k < 0 {
			k = len(all)
			all = append(all, alongFactor{factor: factor})
		}
		a := &all[k]
		from, err1 := strconv.ParseFloat(texts["from"][i], 64)
		to, err2 := strconv.ParseFloat(texts["to"][i], 64)
		if err1 != nil || err2 != nil {
			a.words = append(a.words, texts["from"][i])
			a.at = append(a.at, float64(len(a.words)))
		} else {
			a.at = append(a.at, (from+to)/2)
		}
		a.of = append(a.of, estimate{numbers["mean"][i], numbers["ci_low"][i], numbers["ci_high"][i]})
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%w: %s has no mean along a factor", ErrNothing, t.Name)
	}
	slices.SortStableFunc(all, func(a, b alongFactor) int { return cmp.Compare(distance(b.of), distance(a.of)) })
	left := max(0, len(all)-mostEffects)
	all = all[:len(all)-left]

	metric := texts["metric"][0]
	unit := d.unitOf(metric, "")
	what := plainName(metric) + " of " + whose
	if of == "lead" {
		what = "the lead of " + whose + " in " + plainName(metric)
	}
	few, many := slices.Min(numbers["n"]), slices.Max(numbers["n"])
	points := fmt.Sprintf("%.0f to %.0f points", few, many)
	if few == many {
		points = count(int(numbers["n"][0]), "point")
	}
	about := fmt.Sprintf("Dot: mean of the %s in a part of a factor's range, the other factors as they come. Band: its 90 %% interval (Student's t over points).", points)
	if left > 0 {
		about += fmt.Sprintf(" The other %d do less.", left)
	}
	f := d.figure("What each factor does to "+what, about)
	for _, a := range all {
		first, last := a.of[0], a.of[len(a.of)-1]
		f.Says = join(f.Says, fmt.Sprintf("%s: from %s to %s.", a.factor, unit.short(first.mean), unit.short(last.mean)))
	}
	f.body = func(c draw.Canvas) {
		var seen []float64
		for _, a := range all {
			for _, e := range a.of {
				seen = append(seen, e.mean, e.low, e.high)
			}
		}
		low, high := extent(seen)
		y := around(low, high, unit.ticks(low, high, 4), "")
		axis := panel{y: y}
		side := axis.left()
		for i, part := range tiles(c, len(all), side, lineHeight+4, 26, 2*lineHeight+8) {
			area := part.Canvas
			if !part.low { // its numbers stand in the gap below
				area = draw.Crop(area, 0, 0, lineHeight, 0)
			}
			a := all[i]
			p := panel{x: a.scale(area.Max.X - area.Min.X), y: y, bare: !part.first}
			p.add(func(c draw.Canvas, x, y func(float64) vg.Length) { a.draw(c, x, y) })
			p.draw(area)
			headingOf(area, keyLines(bold(ink), a.factor, area.Max.X-area.Min.X+14, 2))
		}
	}
	return f, nil
}

// scale returns the axis of the factor.
func (a alongFactor) scale(width vg.Length) scale {
	if a.words == nil {
		low, high := extent(a.at)
		pad := 0.04 * (high - low)
		return plain.between(low-pad, high+pad, width)
	}
	s := scale{min: 0.5, max: float64(len(a.words)) + 0.5}
	room := width/vg.Length(len(a.words)) - 8
	for i, w := range a.words {
		label := ""
		if lines := wrap(text(soft), w, room, 1); len(lines) > 0 {
			label = lines[0]
		}
		s.ticks = append(s.ticks, plot.Tick{Value: a.at[i], Label: label})
	}
	return s
}

// draw draws the means, joined where the factor is a number.
func (a alongFactor) draw(c draw.Canvas, x, y func(float64) vg.Length) {
	at := func(k int) vg.Point { return vg.Point{X: x(a.at[k]), Y: y(a.of[k].mean)} }
	if a.words == nil {
		fill(c, faint(blue, 0.2), len(a.at), func(k int) (vg.Length, vg.Length, vg.Length, bool) {
			return x(a.at[k]), y(a.of[k].low), y(a.of[k].high), !math.IsNaN(a.of[k].low)
		})
		stroke(c, draw.LineStyle{Color: blue, Width: 2.4}, len(a.at), func(k int) (vg.Point, bool) { return at(k), true })
	}
	for k, e := range a.of {
		if a.words != nil && !math.IsNaN(e.low) {
			c.StrokeLine2(draw.LineStyle{Color: faint(blue, 0.3), Width: 10}, x(a.at[k]), y(e.low), x(a.at[k]), y(e.high))
		}
		dot(c, at(k), 3.5, blue)
	}
}
