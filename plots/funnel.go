package plots

import (
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"grapevine/sim/results"
)

// funnelStages are the stages that lead on, from the first to the last.
var funnelStages = []stage{
	{"aware", "aware", sky},
	{"considering", "considering", yellow},
	{"customer", "customers", orange},
	{"loyal", "loyal", green},
	{"advocate", "advocates", blue},
}

func funnelPlot(d *Data) (*Figure, error) {
	if d.Customers <= 0 {
		return nil, ErrNothing
	}
	t, err := d.need("series", "strategy", "replicate", "week")
	if err != nil {
		return nil, err
	}
	all, err := d.strategies(t)
	if err != nil {
		return nil, err
	}
	var shown []stage
	for _, s := range funnelStages {
		if t.Has("reached_" + s.column) {
			shown = append(shown, s)
		}
	}
	if len(shown) == 0 {
		return nil, ErrNothing
	}
	reached := make([][]float64, len(all)) // by strategy and stage, in percent
	for i, s := range all {
		of, err := t.Where("strategy", s.name)
		if err != nil {
			return nil, err
		}
		runs, err := of.Groups("replicate")
		if err != nil {
			return nil, err
		}
		for _, stage := range shown {
			sum, err := reachedBy(of, stage.column)
			if err != nil {
				return nil, err
			}
			share := 100 * sum / float64(len(runs)) / float64(d.Customers)
			reached[i] = append(reached[i], min(share, 100))
		}
	}
	f := d.figure("How far the market came",
		"Share of the market that had reached each stage by the end, mean over the runs.")
	f.body = func(c draw.Canvas) {
		var names []string
		for _, s := range shown {
			names = append(names, s.name)
		}
		left := widest(text(ink), names...) + 8
		head := nameLines(c, all)
		parts := tiles(c, len(all), left, 4, 22, head*lineHeight+10)
		for i, s := range all {
			part := parts[i]
			heading(part.Canvas, s.name, int(head))
			full := part.Max.X - part.Min.X - text(ink).Width("100 %") - 8
			pitch := (part.Max.Y - part.Min.Y) / vg.Length(len(shown))
			bar := min(pitch*0.74, 34)
			for k, stage := range shown {
				y := part.Max.Y - pitch*(vg.Length(k)+0.5)
				if part.first {
					write(c, text(ink), vg.Point{X: part.Min.X - 8, Y: y - halfCapital}, 1, stage.name)
				}
				c.SetColor(faint(grid, 0.6))
				c.Fill(rectangle(vg.Point{X: part.Min.X, Y: y - bar/2}, vg.Point{X: part.Min.X + full, Y: y + bar/2}))
				end := part.Min.X + full*vg.Length(reached[i][k]/100)
				c.SetColor(stage.colour)
				c.Fill(rectangle(vg.Point{X: part.Min.X, Y: y - bar/2}, vg.Point{X: end, Y: y + bar/2}))
				write(c, text(ink), vg.Point{X: part.Min.X + full + 6, Y: y - halfCapital}, 0, share(reached[i][k]))
			}
		}
	}
	return f, nil
}

// share writes a percentage as short as it may be.
func share(x float64) string {
	switch {
	case x > 0 && x < 0.1:
		return "<0.1 %"
	case x >= 9.95 || x == 0:
		return percent.write(x, 1, 0, "")
	}
	return percent.write(x, 1, 1, "")
}

// reachedBy sums over the runs of one strategy how many had ever been in a
// stage by the last week.
func reachedBy(t *results.Table, name string) (float64, error) {
	week, err := t.Floats("week")
	if err != nil {
		return 0, err
	}
	x, err := t.Floats("reached_" + name)
	if err != nil {
		return 0, err
	}
	last, sum := slices.Max(week), 0.0
	for i, w := range week {
		if w == last && !math.IsNaN(x[i]) {
			sum += x[i]
		}
	}
	return sum, nil
}
