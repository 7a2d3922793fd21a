package plots

func npsPlot(d *Data) (*Figure, error) {
	all, err := d.curves("nps")
	if err != nil {
		return nil, err
	}
	f := d.figure("Net promoter score over time", "Promoters less detractors, in points of 100. "+d.aboutFan())
	f.body = fan{all: all, unit: plain, label: "NPS", zero: true, tag: func(c curve) string {
		_, mean, _ := c.last()
		return "NPS " + plain.write(mean, 1, 0, "")
	}}.body
	return f, nil
}
