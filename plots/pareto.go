package plots

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// trade is a strategy between two aims.
type trade struct {
	strategy
	across, up estimate
}

// paretoPlot shows what reach each strategy buys at which return, and which of
// them no other one beats in both.
func paretoPlot(d *Data) (*Figure, error) {
	t, err := d.need("summary", "strategy", "metric", "mean", "ci_low", "ci_high")
	if err != nil {
		return nil, err
	}
	reach, err := d.estimates(t, "reach", "mean")
	if err != nil {
		return nil, err
	}
	roi, err := d.estimates(t, "roi", "mean")
	if err != nil {
		return nil, err
	}
	strategies, err := d.strategies(t)
	if err != nil {
		return nil, err
	}
	var all []trade
	for _, s := range strategies {
		across, ok := reach[s.name]
		up, ok2 := roi[s.name]
		if ok && ok2 {
			all = append(all, trade{s, across, up.times(100)})
		}
	}
	if len(all) < 2 {
		return nil, fmt.Errorf("%w: a trade-off takes two strategies", ErrNothing)
	}
	var front []trade
	for _, a := range all {
		if !slices.ContainsFunc(all, func(b trade) bool {
			return b.across.mean >= a.across.mean && b.up.mean >= a.up.mean && (b.across.mean > a.across.mean || b.up.mean > a.up.mean)
		}) {
			front = append(front, a)
		}
	}
	slices.SortFunc(front, func(a, b trade) int { return cmp.Compare(a.across.mean, b.across.mean) })
	f := d.figure("Reach or return?", "Return on what was spent, against the customers reached: mean with its 90 % interval. Line: strategies that no other one beats in both.")
	for _, a := range all {
		word := ""
		if slices.ContainsFunc(front, func(b trade) bool { return b.place == a.place }) {
			word = ", on the line"
		}
		f.Says = join(f.Says, fmt.Sprintf("%s: %s reached, return %s%s.", a.name, plain.short(a.across.mean), percent.short(a.up.mean), word))
	}
	f.body = func(c draw.Canvas) {
		low, high := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
		for _, a := range all {
			for k, e := range []estimate{a.across, a.up} {
				low[k], high[k] = math.Min(low[k], e.low), math.Max(high[k], e.high)
			}
		}
		for k := range low {
			if pad := 0.06 * (high[k] - low[k]); pad > 0 {
				low[k], high[k] = low[k]-pad, high[k]+pad
			} else {
				low[k], high[k] = low[k]-1, high[k]+1
			}
		}
		p := &panel{y: around(low[1], high[1], percent.ticks(low[1], high[1], 5), "return on spend")}
		p.x = plain.between(low[0], high[0], (c.Max.X-c.Min.X)*0.8)
		p.x.label = "customers reached"
		area := p.inside(c)
		p.add(func(c draw.Canvas, x, y func(float64) vg.Length) {
			stroke(c, draw.LineStyle{Color: axis, Width: 1.6}, len(front), func(i int) (vg.Point, bool) {
				return vg.Point{X: x(front[i].across.mean), Y: y(front[i].up.mean)}, true
			})
			for _, a := range all {
				at := vg.Point{X: x(a.across.mean), Y: y(a.up.mean)}
				line := draw.LineStyle{Color: a.colour(), Width: 1.4}
				c.StrokeLine2(line, x(a.across.low), at.Y, x(a.across.high), at.Y)
				c.StrokeLine2(line, at.X, y(a.up.low), at.X, y(a.up.high))
				a.mark(c, at)
			}
		})
		p.draw(area)
		// Each name stands beside its mark, right and above, where a line of those
		// that none beats does not pass, or left and below, as near as its
		// neighbours allow.
		room := (area.Max.X - area.Min.X) / 2
		left := func(a trade) bool {
			x := p.x.at(a.across.mean, area.Min.X, area.Max.X)
			return x+12+min(text(ink).Width(a.name), room-12) > area.Max.X
		}
		slices.SortFunc(all, func(a, b trade) int {
			lower := func(t trade) float64 {
				y := float64(p.y.at(t.up.mean, area.Min.Y, area.Max.Y))
				if left(t) {
					y -= 24
				}
				return y
			}
			return cmp.Compare(lower(a), lower(b))
		})
		want, size := make([]float64, len(all)), make([]float64, len(all))
		for i, a := range all {
			want[i], size[i] = float64(p.y.at(a.up.mean, area.Min.Y, area.Max.Y)+9), float64(lineHeight)
			if left(a) {
				want[i] -= 24
			}
		}
		for i, y := range apart(want, size, float64(area.Min.Y), float64(area.Max.Y)) {
			at := vg.Point{X: p.x.at(all[i].across.mean, area.Min.X, area.Max.X), Y: vg.Length(y) - halfCapital}
			side := 0.0
			if at.X += 10; left(all[i]) {
				side, at.X = 1, at.X-20
			}
			write(c, text(ink), at, side, wrap(text(ink), all[i].name, room-12, 1)[0])
		}
	}
	return f, nil
}

// times returns the estimate in another unit.
func (e estimate) times(k float64) estimate { return estimate{k * e.mean, k * e.low, k * e.high} }

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
