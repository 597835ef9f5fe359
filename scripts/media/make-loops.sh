#!/bin/sh
# Draws the simulated node's camera scenes and writes, beside this script:
#   <scene>.mpegts   12 one-second H.264 + AAC segments, joined (640x360, 15 fps)
#   <scene>.jpg  one still of the scene, for hosts without ffmpeg
#   small.mpegts  the shop floor again, 320x180 at 10 fps and without sound, for many cameras at once
# Needs ffmpeg with libx264 and the DejaVu font. All pictures are drawn here from plain shapes.
#
# Every motion repeats after 12 s and each scene is encoded for three rounds; only the middle round is
# kept, so that sound and picture join without a seam. 32 kHz makes 12 s exactly 375 AAC frames, 15 fps
# makes each segment exactly 90000 clock ticks: the simulator relies on both.
set -eu
cd "$(dirname "$0")"
FONT=${FONT:-/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf}
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

box() { printf 'drawbox=%s:%s:%s:%s:%s:fill,' "$1" "$2" "$3" "$4" "$5"; }

# person NAME COLOUR WIDTH HEIGHT: a round head over a rounded body, as one transparent sprite
person() {
  printf "color=%s:s=%sx%s:r=15,format=yuva420p,geq=lum='lum(X,Y)*(0.7+0.5*X/W)':cb='cb(X,Y)':cr='cr(X,Y)':a='if(lt(hypot(X-W/2,Y-H*0.14),H*0.13)+lt(pow(abs(X-W/2)/(W*0.46),3)+pow(abs(Y-H*0.64)/(H*0.36),3),1),255,0)'[%s];" "$2" "$3" "$4" "$1"
}

# car NAME COLOUR: cabin, body and two wheels
car() {
  printf "color=%s:s=150x60:r=15,drawbox=38:6:74:20:0x203040:fill,drawbox=128:30:22:8:0xfff4c0:fill,format=yuva420p,geq=lum='if(lt(min(hypot(X-32,Y-48),hypot(X-118,Y-48)),12),20,lum(X,Y))':cb='if(lt(min(hypot(X-32,Y-48),hypot(X-118,Y-48)),12),128,cb(X,Y))':cr='if(lt(min(hypot(X-32,Y-48),hypot(X-118,Y-48)),12),128,cr(X,Y))':a='if(lt(min(hypot(X-32,Y-48),hypot(X-118,Y-48)),12)+between(Y,22,48)+between(Y,0,22)*between(X,30+Y*-0.3,120+Y*0.3),255,0)'[%s];" "$2" "$1"
}

shelves() {
  for y in 70 112 154; do
    box 20 $((y + 30)) 600 5 0x6b5a48
    i=0
    while [ $i -lt 20 ]; do
      set -- 0xb5483c 0xd9a441 0x4f7d8c 0x7a9a57 0x8c6a9a
      shift $(((i * 3 + y) % 5))
      box $((26 + i * 30)) $((y + i * 7 % 9)) 22 $((30 - i * 7 % 9)) "$1"
      i=$((i + 1))
    done
  done
}

bays() {
  i=0
  while [ $i -lt 5 ]; do
    box $((60 + i * 130)) 110 4 90 0xd8d8d0
    i=$((i + 1))
  done
}

# render NAME LABEL TONE_HZ GRAPH
render() {
  name=$1 label=$2 tone=$3 graph=$4
  stamp="drawbox=0:0:640:26:black@0.55:fill,drawtext=fontfile=$FONT:fontsize=15:fontcolor=white:x=10:y=6:text='$label  loop %{eif\:mod(floor(n/15)\,12)\:d\:2}s  frame %{eif\:mod(n\,180)\:d\:3}'"
  ffmpeg -hide_banner -loglevel error -y \
    -filter_complex "$graph[scene];[scene]$stamp,format=yuv420p[v];sine=frequency=$tone:sample_rate=32000,tremolo=f=0.5:d=0.9,volume=0.3[a]" \
    -map '[v]' -map '[a]' -t 36 -r 15 -threads 1 \
    -c:v libx264 -preset veryslow -profile:v baseline -level 3.1 -crf 22 -g 15 -keyint_min 15 -sc_threshold 0 \
    -c:a aac -b:a 24k -ac 1 -map_metadata -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact \
    -f hls -hls_time 1 -hls_list_size 0 -hls_segment_options pat_period=100:sdt_period=100 \
    -hls_segment_filename "$WORK/$name-%02d.ts" "$WORK/$name.m3u8"
  : >"$name.mpegts"
  for n in 12 13 14 15 16 17 18 19 20 21 22 23; do cat "$WORK/$name-$n.ts" >>"$name.mpegts"; done
  ffmpeg -hide_banner -loglevel error -y -i "$WORK/$name-15.ts" -frames:v 1 -q:v 6 -bitexact "$name.jpg"
}

render shop-floor 'SHOP FLOOR' 220 "$(person a 0xa8323e 56 150)$(person b 0x2f5f9e 48 128)
gradients=s=640x360:r=15:c0=0xcfc8ba:c1=0x9a9184:x0=320:y0=40:x1=320:y1=360:nb_colors=2:speed=0.00001,$(shelves)$(box 0 228 640 2 0x7c7468)null[bg];
[bg][b]overlay=x='300+250*sin(2*PI*t/12)':y='150+4*abs(sin(2*PI*t))'[s1];
[s1][a]overlay=x='mod(t*120\,1440)-200':y='185+5*abs(sin(2*PI*t*1.25))'"

render car-park 'CAR PARK' 165 "$(car a 0x9c2f2f)$(car b 0x3d6a52)$(car c 0xb9bec4)$(person p 0xd0b24a 26 70)
gradients=s=640x360:r=15:c0=0x7f8a94:c1=0x44484c:x0=320:y0=0:x1=320:y1=300:nb_colors=2:speed=0.00001,$(box 0 26 640 60 0x9fb4c8)$(box 0 86 640 14 0x5f7a52)$(bays)$(box 0 290 640 3 0xcfc070)null[bg];
[bg][c]overlay=x=70:y=125[s1];[s1][b]overlay=x=330:y=128[s2];
[s2][p]overlay=x='520-220*abs(mod(t/6\,2)-1)':y='180+3*abs(sin(2*PI*t))'[s3];
[s3][a]overlay=x='mod(t*160\,1920)-180':y=235"

render loading-dock 'LOADING DOCK' 110 "$(person p 0xe07b28 44 118)
color=0xc9a227:s=110x70:r=15,drawbox=0:0:60:36:0x2b2b2b:fill,drawbox=6:6:46:26:0x8899a6:fill,drawbox=10:56:24:14:0x101010:fill,drawbox=74:56:24:14:0x101010:fill[lift];color=0x9b7446:s=54x54:r=15,drawbox=0:24:54:5:0x5f4428:fill,drawbox=24:0:5:54:0x7a5a34:fill[crate];
gradients=s=640x360:r=15:c0=0x6e7478:c1=0x8b8578:x0=320:y0=30:x1=320:y1=360:nb_colors=2:speed=0.00001,$(box 60 60 150 160 0x2e4a62)$(box 250 60 150 160 0x2e4a62)$(box 440 60 150 160 0x1a1d20)$(box 60 100 150 3 0x466885)$(box 60 140 150 3 0x466885)$(box 250 100 150 3 0x466885)$(box 250 140 150 3 0x466885)$(box 0 220 640 6 0xd0b020)null[bg];
[bg][p]overlay=x='500+60*sin(2*PI*t/6)':y='120'[s1];
[s1][lift]overlay=x='265+235*sin(2*PI*t/12)':y=250[s2];[s2][crate]overlay=x='375+235*sin(2*PI*t/12)':y='262-34*(0.5+0.5*cos(2*PI*t/12))',drawbox=300:36:40:12:0xff4030@0.8:fill:enable='lt(mod(t\,2)\,1)'"

render front-door 'FRONT DOOR (NIGHT)' 330 "$(person p 0xdcdcdc 64 176)$(person q 0x9a9a9a 40 108)
gradients=s=640x360:r=15:c0=0x2a2a2a:c1=0x7d7d7d:x0=320:y0=0:x1=320:y1=380:nb_colors=2:speed=0.00001,$(box 410 70 130 230 0x4a4a4a)$(box 420 80 110 220 0x383838)$(box 512 190 10 10 0xe0e0e0)$(box 0 300 640 60 0x6a6a6a)$(box 90 90 150 110 0x555555)$(box 98 98 134 94 0x1c1c1c)$(box 163 98 4 94 0x555555)null[bg];
[bg][q]overlay=x='mod(t*110+400\,1320)-200':y=205[s1];
[s1][p]overlay=x='250+170*sin(2*PI*t/12)':y='150+20*cos(2*PI*t/12)',hue=s=0,vignette=PI/4.5"

ffmpeg -hide_banner -loglevel error -y -i shop-floor.mpegts -an -vf fps=10,scale=320:180 -t 12 -threads 1 \
  -c:v libx264 -preset veryslow -profile:v baseline -level 3.1 -crf 24 -g 10 -keyint_min 10 -sc_threshold 0 \
  -map_metadata -1 -fflags +bitexact -flags:v +bitexact \
  -f hls -hls_time 1 -hls_list_size 0 -hls_segment_options pat_period=100:sdt_period=100 \
  -hls_segment_filename "$WORK/small-%02d.ts" "$WORK/small.m3u8"
cat "$WORK"/small-*.ts >small.mpegts

ls -l ./*.mpegts ./*.jpg
