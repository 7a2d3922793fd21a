package plots

import (
	"bytes"
	"cmp"
	"image"
	"image/color"
	"image/png"
	"slices"
)

// encode writes an opaque picture as PNG, with the 256 colours that most of it
// has: what lies between them are the edges of letters and lines, which take
// the nearest. That is a quarter of the bytes and of the work.
func encode(img image.Image) ([]byte, error) {
	if rgba, ok := img.(*image.RGBA); ok {
		img = reduce(rgba)
	}
	var b bytes.Buffer
	e := png.Encoder{CompressionLevel: png.DefaultCompression}
	err := e.Encode(&b, img)
	return b.Bytes(), err
}

// shade is a colour and how many pixels have it.
type shade struct {
	rgb   uint32
	count int
}

// reduce returns the picture in its 256 most common colours.
func reduce(from *image.RGBA) *image.Paletted {
	size := from.Rect.Size()
	counts := map[uint32]int{}
	each := func(do func(at int, rgb uint32, run int)) { // over runs of equal pixels
		for y := range size.Y {
			row := from.Pix[y*from.Stride:]
			for x := 0; x < size.X; {
				rgb := uint32(row[4*x])<<16 | uint32(row[4*x+1])<<8 | uint32(row[4*x+2])
				start := x
				for x++; x < size.X && row[4*x] == row[4*start] && row[4*x+1] == row[4*start+1] && row[4*x+2] == row[4*start+2]; x++ {
				}
				do(y*size.X+start, rgb, x-start)
			}
		}
	}
	each(func(_ int, rgb uint32, run int) { counts[rgb] += run })
	shades := make([]shade, 0, len(counts))
	for rgb, n := range counts {
		shades = append(shades, shade{rgb, n})
	}
	slices.SortFunc(shades, func(a, b shade) int { return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(a.rgb, b.rgb)) })
	kept := shades[:min(len(shades), 256)]
	palette := make(color.Palette, len(kept))
	place := make(map[uint32]uint8, len(shades))
	for i, s := range kept {
		palette[i] = color.RGBA{R: uint8(s.rgb >> 16), G: uint8(s.rgb >> 8), B: uint8(s.rgb), A: 255}
		place[s.rgb] = uint8(i)
	}
	for _, s := range shades[len(kept):] {
		place[s.rgb] = nearest(kept, s.rgb)
	}
	to := image.NewPaletted(image.Rectangle{Max: size}, palette)
	each(func(at int, rgb uint32, run int) {
		if k := place[rgb]; k > 0 {
			for i := range run {
				to.Pix[at+i] = k
			}
		}
	})
	return to
}

// nearest returns the place of the colour that is the least far in red, green
// and blue.
func nearest(kept []shade, rgb uint32) uint8 {
	best, least := 0, int32(1<<30)
	for i, s := range kept {
		sum := int32(0)
		for shift := 0; shift <= 16; shift += 8 {
			d := int32(s.rgb>>shift&255) - int32(rgb>>shift&255)
			sum += d * d
		}
		if sum < least {
			best, least = i, sum
		}
	}
	return uint8(best)
}
