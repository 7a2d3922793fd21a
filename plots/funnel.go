package plots

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
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
	all, shown, reached, given, err := d.reached()
	if err != nil {
		return nil, err
	}
	f := d.figure("How far the market came",
		"Share of the market that had reached each stage by the end, mean over the runs."+given)
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

// reached returns, by strategy and stage, what share of the market had ever been
// in each of the stages that lead on, in percent: a mean over the runs. Whoever
// begins in a stage, as those who are given the product, has what comes before
// it behind them; given says so, where there are any.
func (d *Data) reached() (all []strategy, shown []stage, shares [][]float64, given string, err error) {
	var begun [][]float64 // by strategy and stage, in percent
	for _, s := range funnelStages {
		of, err := d.curves("reached_" + s.column)
		if errors.Is(err, ErrNothing) {
			continue
		}
		if err != nil {
			return nil, nil, nil, "", err
		}
		if all == nil {
			for _, c := range of {
				all = append(all, c.strategy)
			}
			shares, begun = make([][]float64, len(all)), make([][]float64, len(all))
		}
		if len(of) != len(all) {
			continue
		}
		shown = append(shown, s)
		for i, c := range of {
			_, mean, _ := c.last()
			shares[i] = append(shares[i], 100*mean/float64(d.Customers))
			first := 0.0
			if len(c.week) > 0 && c.week[0] == 0 && c.mean[0] > 0 {
				first = 100 * c.mean[0] / float64(d.Customers)
			}
			begun[i] = append(begun[i], first)
		}
	}
	if len(shown) == 0 {
		return nil, nil, nil, "", fmt.Errorf("%w: there is no table of how far the market came", ErrNothing)
	}
	for i := range shares {
		beyond := 0.0
		for k := len(shown) - 1; k >= 0; k-- {
			if beyond > begun[i][k] {
				shares[i][k] += beyond - begun[i][k]
				given = " Those who have the product from the beginning have the stages before it behind them."
			}
			beyond = max(beyond, begun[i][k])
			shares[i][k] = math.Min(100, shares[i][k])
		}
	}
	return all, shown, shares, given, nil
}
