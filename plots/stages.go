package plots

import (
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

func stagesPlot(d *Data) (*Figure, error) {
	t, err := d.need("series", "strategy", "week")
	if err != nil {
		return nil, err
	}
	s := stacks{heights: map[string][]curve{}}
	if s.titles, err = d.strategies(t); err != nil {
		return nil, err
	}
	for _, stage := range stages {
		if column := "n_" + stage.column; t.Has(column) {
			if s.heights[stage.column], err = d.curves(column); err != nil {
				return nil, err
			}
			if someone(s.heights[stage.column]) {
				s.shown = append(s.shown, stage)
			}
		}
	}
	if len(s.shown) == 0 {
		return nil, ErrNothing
	}
	f := d.figure("The market by stage of the journey",
		"Mean over the runs at the end of each week, stacked in the order of the key, as a share of the market.")
	f.body = s.body
	return f, nil
}

// stacks are a panel a strategy, in which people of several sorts lie one upon
// another.
type stacks struct {
	titles  []strategy         // what stands above each panel
	shown   []stage            // from the bottom to the top
	heights map[string][]curve // by column, in the order of the strategies
}

// body draws the stacks.
func (s stacks) body(c draw.Canvas) {
	var entries []entry
	for _, sort := range slices.Backward(s.shown) {
		entries = append(entries, entry{sort.name, swatch(sort.colour)})
	}
	width := keyWidth(entries, c.Max.X-c.Min.X)
	share := through(percent.ticks(0, 100, 4), "")
	last := 1.0
	for _, curve := range s.heights[s.shown[0].column] {
		last = max(last, slices.Max(curve.week))
	}
	most := 4
	if len(s.titles) > 4 {
		most = 2
	}
	weeks := scale{max: last, ticks: weekTicks(last, most), label: "week"}
	head := nameLines(draw.Crop(c, 0, -width, 0, 0), s.titles)
	model := panel{x: weeks, y: share}
	parts := tiles(draw.Crop(c, 0, -width-28, 0, 0), len(s.titles), model.left(), model.bottom(), 34, head*lineHeight+10)
	for i, title := range s.titles {
		p := panel{x: weeks, y: share, bare: !parts[i].first, hollow: !parts[i].low}
		if !parts[i].low || i != len(s.titles)-1 {
			p.x.label = ""
		}
		p.add(func(c draw.Canvas, x, y func(float64) vg.Length) {
			stack(c, x, y, s.shown, func(column string) curve {
				for _, c := range s.heights[column] {
					if c.place == title.place {
						return c
					}
				}
				return curve{}
			})
		})
		p.draw(parts[i].Canvas)
		heading(parts[i].Canvas, title.name, int(head))
	}
	top := parts[0].Max.Y
	key(draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{
		Min: vg.Point{X: c.Max.X - width, Y: c.Min.Y}, Max: vg.Point{X: c.Max.X, Y: top},
	}}, entries)
}

// someone reports whether anybody was ever in a stage.
func someone(all []curve) bool {
	for _, c := range all {
		for _, m := range c.mean {
			if m > 0 {
				return true
			}
		}
	}
	return false
}

// stack fills the stages one upon another, with a thin white line between.
func stack(c draw.Canvas, x, y func(float64) vg.Length, shown []stage, of func(column string) curve) {
	first := of(shown[0].column)
	total := make([]float64, len(first.week))
	for _, s := range shown {
		for i, m := range of(s.column).mean {
			total[i] += m
		}
	}
	below := make([]float64, len(total))
	for k, s := range shown {
		curve := of(s.column)
		above := make([]float64, len(total))
		for i := range above {
			above[i] = below[i] + 100*curve.mean[i]/total[i]
		}
		fill(c, s.colour, len(total), func(i int) (vg.Length, vg.Length, vg.Length, bool) {
			return x(curve.week[i]), y(below[i]), y(above[i]), !math.IsNaN(above[i])
		})
		if k > 0 {
			stroke(c, draw.LineStyle{Color: white, Width: 0.8}, len(total), func(i int) (vg.Point, bool) {
				return vg.Point{X: x(curve.week[i]), Y: y(below[i])}, !math.IsNaN(below[i])
			})
		}
		below = above
	}
}
