package plots

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// prices are what a customer costs, by who or what won them.
var prices = []struct{ metric, name string }{
	{"cac", "any customer"}, {"cac_paid", "won by advertising"}, {"cac_wom", "won by word of mouth"}, {"cac_referral", "won by referral"}, {"cac_community", "won by the community"},
}

// pricesPlot shows what a customer costs, by source.
func pricesPlot(d *Data) (*Figure, error) {
	t, err := d.need("summary", "strategy", "metric", "mean", "ci_low", "ci_high")
	if err != nil {
		return nil, err
	}
	all, err := d.strategies(t)
	if err != nil {
		return nil, err
	}
	type column struct {
		name string
		of   map[string]estimate
	}
	var columns []column
	high := 0.0
	for _, p := range prices {
		of, err := d.estimates(t, p.metric, "mean")
		if errors.Is(err, ErrNothing) {
			continue
		}
		if err != nil {
			return nil, err
		}
		some := false
		for _, e := range of {
			high, some = math.Max(high, e.high), some || e.mean != 0
		}
		if some {
			columns = append(columns, column{p.name, of})
		}
	}
	if len(columns) == 0 || high <= 0 {
		return nil, fmt.Errorf("%w: no customer has a price", ErrNothing)
	}
	f := d.figure("What a customer costs", "Cost of winning a customer, by who or what won them: mean with its 90 % interval.")
	f.Rows = len(all)
	for _, s := range all {
		words := ""
		for _, col := range columns {
			if e, ok := col.of[s.name]; ok {
				words += ", " + col.name + " " + d.money().short(e.mean)
			}
		}
		f.Says = join(f.Says, s.name+": "+words[min(2, len(words)):]+".")
	}
	f.body = func(c draw.Canvas) {
		r := rowsOf(c, all)
		gap := vg.Length(18)
		width := (r.Max.X - r.Min.X - gap*vg.Length(len(columns)-1)) / vg.Length(len(columns))
		x := d.money().between(0, high, width)
		frame := panel{x: x, across: true}
		top := c.Max.Y - 2*lineHeight - 8
		bottom := c.Min.Y + frame.bottom()
		r.within(bottom, top)
		for k, col := range columns {
			left := r.Min.X + vg.Length(k)*(width+gap)
			area := draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{Min: vg.Point{X: left, Y: bottom}, Max: vg.Point{X: left + width - 8, Y: top}}}
			frame.draw(area)
			lines := wrap(bold(ink), col.name, width+4, 2)
			for i, line := range lines {
				write(c, bold(ink), vg.Point{X: left, Y: top + 8 + lineHeight*vg.Length(len(lines)-1-i)}, 0, line)
			}
			for i, s := range all {
				e, ok := col.of[s.name]
				if !ok {
					continue
				}
				y := r.middle(i)
				at := func(v float64) vg.Length { return frame.x.at(v, area.Min.X, area.Max.X) }
				c.StrokeLine2(draw.LineStyle{Color: s.colour(), Width: 1.6}, at(e.low), y, at(e.high), y)
				s.mark(c, vg.Point{X: at(e.mean), Y: y})
				if r.pitch > 2.3*lineHeight {
					label := d.money().short(e.mean)
					half := text(ink).Width(label) / 2
					write(c, text(ink), vg.Point{X: min(max(at(e.mean), area.Min.X+half), area.Max.X+8-half), Y: y + 9}, 0.5, label)
				}
			}
		}
	}
	return f, nil
}
