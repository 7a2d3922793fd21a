//go:build js && wasm

package main

import (
	"syscall/js"
	"unsafe"
)

// Numbers go over as the bytes they are: WebAssembly and typed arrays agree on
// their order in all browsers' memory.

func uint8s(xs []byte) js.Value      { return typed("Uint8Array", xs) }
func int8s(xs []byte) js.Value       { return typed("Int8Array", xs) }
func int32s(xs []int32) js.Value     { return typed("Int32Array", raw(xs)) }
func float32s(xs []float32) js.Value { return typed("Float32Array", raw(xs)) }
func float64s(xs []float64) js.Value { return typed("Float64Array", raw(xs)) }

func typed(kind string, xs []byte) js.Value {
	to := js.Global().Get("Uint8Array").New(len(xs))
	js.CopyBytesToJS(to, xs)
	return js.Global().Get(kind).New(to.Get("buffer"))
}

func raw[T any](xs []T) []byte {
	if len(xs) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&xs[0])), len(xs)*int(unsafe.Sizeof(xs[0])))
}
