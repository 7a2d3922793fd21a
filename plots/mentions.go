package plots

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"grapevine/sim/results"
)

// spoken is what a strategy has people say: means over the runs.
type spoken struct {
	strategy
	good, bad map[string]float64 // by source
	total     [2]estimate        // bad and good words, with 90 % intervals
	paid      float64            // share of all that was paid for
}

// mentionsPlot shows who speaks, and how well.
func mentionsPlot(d *Data) (*Figure, error) {
	t, err := d.need("mentions", "strategy", "replicate", "source", "positive", "negative", "paid")
	if err != nil {
		return nil, err
	}
	var of [3]parts
	for i, column := range []string{"positive", "negative", "paid"} {
		if of[i], err = d.partsIn(t, "source", column); err != nil {
			return nil, err
		}
	}
	names := slices.DeleteFunc(of[0].names, func(n string) bool { return !of[0].some(n) && !of[1].some(n) })
	if len(names) == 0 {
		return nil, fmt.Errorf("%w: nobody said a word", ErrNothing)
	}
	colour := coloured(names)
	all := make([]spoken, len(of[0].all))
	anyPaid := false
	runs := d.Replicates
	for i, s := range of[0].all {
		all[i] = spoken{strategy: s, good: of[0].of[i], bad: of[1].of[i]}
		for side, column := range []string{"negative", "positive"} {
			n := 0
			if all[i].total[side], n, err = d.perRun(t, s.name, column); err != nil {
				return nil, err
			}
			runs = max(runs, n)
		}
		all[i].paid = of[2].total(i) / (of[0].total(i) + of[1].total(i))
		anyPaid = anyPaid || all[i].paid > 0
	}
	about := "Words by source, good ones right and bad ones left of 0: mean of the runs, in the order of the key."
	if runs > 1 {
		about += fmt.Sprintf(" Line: 90 %% interval of the sum (Student's t, n = %s).", count(runs, "run"))
	}
	if anyPaid {
		about += " Last column: share of all that was paid for."
	}
	f := d.figure("Who speaks, and how well", about)
	for _, w := range all {
		var says []string
		for _, n := range names {
			if w.good[n]+w.bad[n] > 0 {
				says = append(says, fmt.Sprintf("%s %s good and %s bad", plainName(n), plain.short(w.good[n]), plain.short(w.bad[n])))
			}
		}
		f.Says = join(f.Says, fmt.Sprintf("%s: %s.", w.name, strings.Join(says, ", ")))
	}
	f.Rows = len(all)
	f.body = func(c draw.Canvas) {
		var entries []entry
		for _, n := range names {
			entries = append(entries, entry{plainName(n), swatch(colour[n])})
		}
		width := keyWidth(entries, c.Max.X-c.Min.X)
		r := rowsOf(draw.Crop(c, 0, -width-20, 0, 0), of[0].all)
		var most [2]float64 // bad and good words that the axis must hold
		var ends [2]vg.Length
		for _, w := range all {
			for side, e := range w.total {
				most[side] = max(most[side], e.mean)
				if !math.IsNaN(e.high) {
					most[side] = max(most[side], e.high)
				}
				ends[side] = max(ends[side], bold(ink).Width(plain.short(e.mean))+14)
			}
		}
		last := vg.Length(0)
		const head = "paid"
		if anyPaid {
			last = widest(bold(ink), head, "<0.1 %", "100 %") + 8
		}
		frame := panel{across: true}
		area := draw.Crop(r.Canvas, ends[0], -ends[1]-last, 0, -lineHeight-6)
		frame.x = plain.between(-most[0], most[1], area.Max.X-area.Min.X)
		for i, tick := range frame.x.ticks { // bad words are counted, too
			frame.x.ticks[i].Label = strings.TrimPrefix(tick.Label, "−")
		}
		area = draw.Crop(area, 0, 0, frame.bottom(), 0)
		frame.draw(area)
		r.within(area.Min.Y, area.Max.Y)
		at := func(x float64) vg.Length { return frame.x.at(x, area.Min.X, area.Max.X) }
		write(c, text(soft), vg.Point{X: at(0) + 6, Y: area.Max.Y + 8}, 0, "good words")
		if most[0] > 0 && at(0)-area.Min.X+ends[0] > text(soft).Width("bad words")+6 {
			write(c, text(soft), vg.Point{X: at(0) - 6, Y: area.Max.Y + 8}, 1, "bad words")
		}
		if anyPaid {
			write(c, text(soft), vg.Point{X: r.Max.X, Y: area.Max.Y + 8}, 1, head)
		}
		bar := min(r.pitch*0.62, 46)
		for i, w := range all {
			y := r.middle(i)
			for side, of := range []map[string]float64{w.bad, w.good} {
				sign := float64(2*side - 1)
				w.stack(c, names, of, colour, bar, y, func(x float64) vg.Length { return at(sign * x) })
				e := w.total[side]
				end := at(sign * e.mean)
				if !math.IsNaN(e.low) && e.high > e.low {
					c.StrokeLine2(draw.LineStyle{Color: ink, Width: 1.6}, at(sign*max(0, e.low)), y, at(sign*e.high), y)
					end = at(sign * e.high)
				}
				if e.mean > 0 {
					write(c, bold(ink), vg.Point{X: end + vg.Length(sign)*6, Y: y - halfCapital}, float64(1-side), plain.short(e.mean))
				}
			}
			if anyPaid {
				write(c, text(ink), vg.Point{X: r.Max.X, Y: y - halfCapital}, 1, share(100*w.paid))
			}
		}
		key(draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{
			Min: vg.Point{X: c.Max.X - width, Y: c.Min.Y}, Max: vg.Point{X: c.Max.X, Y: area.Max.Y},
		}}, entries)
	}
	return f, nil
}

// stack draws the sources one after the other.
func (w spoken) stack(c draw.Canvas, names []string, of map[string]float64, colour map[string]color.NRGBA, bar, y vg.Length, at func(float64) vg.Length) {
	from := 0.0
	for _, n := range names {
		to := from + of[n]
		block(c, colour[n], at(from), at(to), y, bar, from > 0 && to > from)
		from = to
	}
}

// perRun returns the mean over the runs of the sum of a column of one strategy,
// with its 90 % interval, and the number of runs. A run without a row has a sum
// of nothing.
func (d *Data) perRun(t *results.Table, strategy, column string) (estimate, int, error) {
	of, err := t.Where("strategy", strategy)
	if err != nil {
		return estimate{}, 0, err
	}
	groups, err := of.Groups("replicate")
	if err != nil {
		return estimate{}, 0, err
	}
	sums := make([]float64, max(len(groups), d.Replicates))
	for i, g := range groups {
		x, err := g.Floats(column)
		if err != nil {
			return estimate{}, 0, err
		}
		for _, v := range x {
			if !math.IsNaN(v) {
				sums[i] += v
			}
		}
	}
	n := float64(len(sums))
	mean, squares := 0.0, 0.0
	for _, x := range sums {
		mean += x / n
	}
	for _, x := range sums {
		squares += (x - mean) * (x - mean)
	}
	if n < 2 {
		return estimate{mean, math.NaN(), math.NaN()}, len(sums), nil
	}
	half := halfWidth(squares, n)
	return estimate{mean, mean - half, mean + half}, len(sums), nil
}
