package plots

import (
	"fmt"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// decisionPlot shows the race to a decision: how many runs it took to tell each
// strategy from the chosen one, and how far it falls short.
func decisionPlot(d *Data) (*Figure, error) {
	t, err := d.need("decision", "strategy", "metric", "n", "out_after", "short_of_best", "ci_low", "ci_high", "chosen")
	if err != nil {
		return nil, err
	}
	all, err := d.strategies(t)
	if err != nil {
		return nil, err
	}
	metrics, err := t.Strings("metric")
	if err != nil {
		return nil, err
	}
	metric := metrics[0]
	runs, out := make([]float64, len(all)), make([]float64, len(all))
	short := map[string]estimate{}
	chosen := ""
	most := 0.0
	for i, s := range all {
		of, err := t.Where("strategy", s.name)
		if err != nil {
			return nil, err
		}
		var row [5]float64
		for k, name := range []string{"n", "out_after", "short_of_best", "ci_low", "ci_high"} {
			x, err := of.Floats(name)
			if err != nil {
				return nil, err
			}
			row[k] = x[0]
		}
		runs[i], out[i] = row[0], row[1]
		most = math.Max(most, row[0])
		if !math.IsNaN(row[2]) {
			short[s.name] = estimate{row[2], row[3], row[4]}
		}
		is, err := of.Strings("chosen")
		if err != nil {
			return nil, err
		}
		if is[0] == "true" {
			chosen = s.name
		}
	}
	if most == 0 {
		return nil, fmt.Errorf("%w: no strategy was run", ErrNothing)
	}
	unit := d.unitOf(metric, "")
	end := func(i int) string {
		switch {
		case all[i].name == chosen:
			return "chosen"
		case out[i] > 0:
			return fmt.Sprintf("out after %.0f", out[i])
		}
		return "in to the end"
	}
	title := "The race to a decision"
	if chosen != "" {
		title += ": " + chosen
	}
	// Runs differ by strategy, and stand beside the bars.
	f := d.figureOf(0, title, fmt.Sprintf("Left: runs (n), and after how many a strategy could not be the best any more (Kim & Nelson 2001). Right: how far it falls short in %s over the runs both have; bar: an interval for all pairs and looks at once.", plainName(metric)))
	for i, s := range all {
		e := short[s.name]
		f.Says = join(f.Says, fmt.Sprintf("%s: %.0f runs, %s, %s short [%s, %s].", s.name, runs[i], end(i), unit.short(e.mean), unit.short(e.low), unit.short(e.high)))
	}
	f.Rows = len(all)
	f.body = func(c draw.Canvas) {
		r := rowsOf(c, all)
		right := side{values: short, head: "short of the chosen one", unit: unit, write: unit.short, zero: chosen, label: "chosen"}
		room := draw.Crop(r.Canvas, 0, -14, 0, -lineHeight-6)
		const gap = 36
		half := (room.Max.X - room.Min.X - gap) / 2
		ends := make([]string, len(all))
		for i := range all {
			ends[i] = end(i)
		}
		labels := min(widest(text(ink), ends...)+9, half-40)

		left := draw.Crop(room, 0, -half-gap-labels, 0, 0)
		frame := panel{x: plain.between(0, most, left.Max.X-left.Min.X), across: true}
		area := draw.Crop(left, 0, 0, frame.bottom(), 0)
		frame.draw(area)
		r.within(area.Min.Y, area.Max.Y)
		write(c, bold(ink), vg.Point{X: area.Min.X, Y: area.Max.Y + 10}, 0, "runs")
		bar := min(r.pitch*0.5, 34)
		for i, s := range all {
			y := r.middle(i)
			to := frame.x.at(runs[i], area.Min.X, area.Max.X)
			colour := s.colour()
			if s.name != chosen {
				colour = faint(colour, 0.45)
			}
			c.SetColor(colour)
			c.Fill(rectangle(vg.Point{X: area.Min.X, Y: y - bar/2}, vg.Point{X: to, Y: y + bar/2}))
			style := text(ink)
			if s.name == chosen {
				style = bold(ink)
			}
			write(c, style, vg.Point{X: to + 7, Y: y - halfCapital}, 0, ends[i])
		}

		part := draw.Crop(room, half+gap, 0, 0, 0)
		area, axis := right.lay(part)
		right.draw(area, axis, r)
	}
	return f, nil
}
