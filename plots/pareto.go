package plots

import (
	"cmp"
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
