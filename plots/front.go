package plots

import (
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

func frontPlot(d *Data) (*Figure, error) {
	t, err := d.need("front", "strategy", "mark", "metric", "mean", "ci_low", "ci_high", "against", "against_mean", "against_low", "against_high")
	if err != nil {
		return nil, err
	}
	marks, err := t.Strings("mark")
	if err != nil {
		return nil, err
	}
	words := map[string]string{}
	for _, name := range []string{"strategy", "metric", "against"} {
		all, err := t.Strings(name)
		if err != nil {
			return nil, err
		}
		words[name] = all[0]
	}
	var of [6][]float64
	for k, name := range []string{"mean", "ci_low", "ci_high", "against_mean", "against_low", "against_high"} {
		if of[k], err = t.Floats(name); err != nil {
			return nil, err
		}
	}
	mean, low, high, other, left, right := of[0], of[1], of[2], of[3], of[4], of[5]
	span := func(low, high []float64) (from, to float64) {
		from, to = math.Inf(1), math.Inf(-1)
		for i := range low {
			from, to = math.Min(from, low[i]), math.Max(to, high[i])
		}
		if from == to { // nothing varies
			from, to = from-1, to+1
		}
		return from, to
	}
	unitX, unitY := d.unitOf(words["against"], ""), d.unitOf(words["metric"], "")
	f := d.figure("The best of "+plainName(words["metric"])+" and "+plainName(words["against"])+": "+words["strategy"],
		"Dots: values of the levers of which none is better by both, with 90 % intervals. Square: as it is now. Large dot: suggested, the best by the objective alone.")
	f.body = func(c draw.Canvas) {
		fromX, toX := span(left, right)
		fromY, toY := span(low, high)
		p := panel{
			x: around(fromX, toX, unitX.ticks(fromX, toX, 6), plainName(words["against"])),
			y: around(fromY, toY, unitY.ticks(fromY, toY, 5), plainName(words["metric"])),
		}
		p.add(func(c draw.Canvas, x, y func(float64) vg.Length) {
			at := func(i int) vg.Point { return vg.Point{X: x(other[i]), Y: y(mean[i])} }
			var line []vg.Point
			for i := range mean {
				whisker := draw.LineStyle{Color: faint(blue, 0.45), Width: 1.6}
				c.StrokeLine2(whisker, x(other[i]), y(low[i]), x(other[i]), y(high[i]))
				c.StrokeLine2(whisker, x(left[i]), y(mean[i]), x(right[i]), y(mean[i]))
				if marks[i] != "now" {
					line = append(line, at(i))
				}
			}
			stroke(c, draw.LineStyle{Color: blue, Width: 1.2, Dashes: []vg.Length{4, 3}}, len(line), func(i int) (vg.Point, bool) { return line[i], true })
			for i, m := range marks {
				switch m {
				case "now":
					markers[1].fill(c, at(i), 8, ink)
				case "suggested":
					markers[0].fill(c, at(i), 8.5, vermillion)
				default:
					markers[0].fill(c, at(i), 5.5, blue)
				}
			}
		})
		p.draw(p.inside(c))
	}
	return f, nil
}
