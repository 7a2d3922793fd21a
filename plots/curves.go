package plots

import (
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// response is the objective along one lever.
type response struct {
	lever                 string
	value, mean, low, top []float64
	mark                  []string
}

func curvesPlot(d *Data) (*Figure, error) {
	t, err := d.need("curves", "strategy", "key", "value", "metric", "mean", "ci_low", "ci_high", "mark")
	if err != nil {
		return nil, err
	}
	groups, err := t.Groups("key")
	if err != nil {
		return nil, err
	}
	names, err := t.Strings("strategy")
	if err != nil {
		return nil, err
	}
	metrics, err := t.Strings("metric")
	if err != nil {
		return nil, err
	}
	const most = 6
	var all []response
	low, high := math.Inf(1), math.Inf(-1)
	for _, g := range groups[:min(most, len(groups))] {
		of, err := t.Where("key", g.Value)
		if err != nil {
			return nil, err
		}
		r := response{lever: g.Value}
		for _, column := range []struct {
			name string
			to   *[]float64
		}{{"value", &r.value}, {"mean", &r.mean}, {"ci_low", &r.low}, {"ci_high", &r.top}} {
			if *column.to, err = of.Floats(column.name); err != nil {
				return nil, err
			}
		}
		if r.mark, err = of.Strings("mark"); err != nil {
			return nil, err
		}
		for i := range r.mean {
			low, high = math.Min(low, r.low[i]), math.Max(high, r.top[i])
		}
		all = append(all, r)
	}
	unit := d.unitOf(metrics[0], "")
	f := d.figure("What each lever does to "+plainName(metrics[0])+" of "+names[0],
		"Mean along each lever, the others as suggested, with its 90 % interval. Square: now. Dot: suggested.")
	f.body = func(c draw.Canvas) {
		y := through(unit.ticks(low, high, 5), "")
		model := panel{y: y}
		parts := tiles(c, len(all), model.left(), lineHeight+4, 34, 2*lineHeight+8)
		for i, r := range all {
			area := parts[i].Canvas
			x := plain.between(r.value[0], r.value[len(r.value)-1], area.Max.X-area.Min.X)
			p := panel{x: x, y: y, bare: !parts[i].first}
			if !parts[i].low { // its numbers stand in the gap below
				area = draw.Crop(area, 0, 0, lineHeight, 0)
			}
			p.add(func(c draw.Canvas, x, y func(float64) vg.Length) {
				fill(c, faint(blue, 0.2), len(r.value), func(k int) (vg.Length, vg.Length, vg.Length, bool) {
					return x(r.value[k]), y(r.low[k]), y(r.top[k]), !math.IsNaN(r.low[k])
				})
				stroke(c, draw.LineStyle{Color: blue, Width: 2.4}, len(r.value), func(k int) (vg.Point, bool) {
					return vg.Point{X: x(r.value[k]), Y: y(r.mean[k])}, !math.IsNaN(r.mean[k])
				})
				for k, m := range r.mark {
					at := vg.Point{X: x(r.value[k]), Y: y(r.mean[k])}
					switch m {
					case "now":
						markers[1].fill(c, at, 7, ink)
					case "suggested":
						markers[0].fill(c, at, 7.5, vermillion)
					}
				}
			})
			p.draw(area)
			heading(area, r.lever, 2)
		}
	}
	return f, nil
}
