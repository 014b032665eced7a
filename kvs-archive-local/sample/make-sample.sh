#!/usr/bin/env bash
#
# Copyright the flink-connector-kvs-archive authors
# SPDX-License-Identifier: Apache-2.0
#
# Makes the sample archive: two cameras of drawn scenes in which things enter, move and leave at
# times that sample.json tells. Needs ffmpeg with libx264, nothing else; all of it is drawn here.
# The result is kept in the repository, since other versions of ffmpeg make other bytes.
#
#   ./make-sample.sh [OUTPUT_FOLDER]

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${1:-$here/../src/main/resources/io/kvsarchive/local/sample}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"

ffmpeg() { command ffmpeg -hide_banner -loglevel error -nostdin -y "$@"; }

# ---------------------------------------------------------------------------------------------
# Backgrounds: one picture each, from an expression for every pixel.

ffmpeg -f lavfi -i "nullsrc=s=640x360:d=1:r=1,format=rgb24,geq=
r='st(0, between(X,262,378)*between(Y,84,304)); st(1, between(X,272,368)*between(Y,94,304));
   st(2, gte(Y,304)); st(3, lt(mod(Y,18),2)+lt(mod(X+18*mod(floor(Y/18),2),36),2));
   st(4, between(X,60,190)*between(Y,110,220)); st(5, between(X,68,182)*between(Y,118,212));
   if(ld(1), if(between(X,286,354)*between(Y,112,170), 120-(Y-112)*0.5, 96-6*lt(mod(X-272,24),2)),
   if(ld(0), 225, if(ld(2), 128-(Y-304)*0.35-14*lt(mod(X-320+(X-320)*40/(Y-290),70),3),
   if(ld(5), 92+(X-68)*0.2-40*lt(abs(X-125),3), if(ld(4), 230,
   if(ld(3), 168, 186-18*lt(mod(floor(X/36)*7+floor(Y/18)*13,5),2))-Y*0.08)))))':
g='st(0, between(X,262,378)*between(Y,84,304)); st(1, between(X,272,368)*between(Y,94,304));
   st(2, gte(Y,304)); st(3, lt(mod(Y,18),2)+lt(mod(X+18*mod(floor(Y/18),2),36),2));
   st(4, between(X,60,190)*between(Y,110,220)); st(5, between(X,68,182)*between(Y,118,212));
   if(ld(1), if(between(X,286,354)*between(Y,112,170), 140-(Y-112)*0.5, 44-4*lt(mod(X-272,24),2)),
   if(ld(0), 222, if(ld(2), 122-(Y-304)*0.35-14*lt(mod(X-320+(X-320)*40/(Y-290),70),3),
   if(ld(5), 112+(X-68)*0.2-40*lt(abs(X-125),3), if(ld(4), 228,
   if(ld(3), 158, 128-16*lt(mod(floor(X/36)*7+floor(Y/18)*13,5),2))-Y*0.08)))))':
b='st(0, between(X,262,378)*between(Y,84,304)); st(1, between(X,272,368)*between(Y,94,304));
   st(2, gte(Y,304)); st(3, lt(mod(Y,18),2)+lt(mod(X+18*mod(floor(Y/18),2),36),2));
   st(4, between(X,60,190)*between(Y,110,220)); st(5, between(X,68,182)*between(Y,118,212));
   if(ld(1), if(between(X,286,354)*between(Y,112,170), 150-(Y-112)*0.5, 38),
   if(ld(0), 212, if(ld(2), 112-(Y-304)*0.35-14*lt(mod(X-320+(X-320)*40/(Y-290),70),3),
   if(ld(5), 130+(X-68)*0.2-40*lt(abs(X-125),3), if(ld(4), 220,
   if(ld(3), 146, 100-14*lt(mod(floor(X/36)*7+floor(Y/18)*13,5),2))-Y*0.08)))))',
drawbox=356:196:6:14:0xd8c060:fill,drawbox=398:150:30:16:0xf0f0e8:fill,
drawbox=402:154:4:8:0x404040:fill,drawbox=411:154:4:8:0x404040:fill,drawbox=420:154:4:8:0x404040:fill,
drawbox=254:304:132:10:0x8a8478:fill,drawbox=470:262:44:46:0x9a5a38:fill,drawbox=466:256:52:8:0xa86440:fill,
drawbox=480:206:8:50:0x3c7038:fill,drawbox=492:190:10:66:0x447c40:fill,drawbox=502:214:8:42:0x386834:fill" \
  -frames:v 1 "$work/front-door.png"

ffmpeg -f lavfi -i "nullsrc=s=640x360:d=1:r=1,format=rgb24,geq=
r='st(0, (Y-150)/210); st(1, lt(Y,70)); st(2, between(Y,70,150));
   st(3, between(Y,166,226)*lt(mod(X+(Y-166)*0.35+20,106),4)); st(4, between(Y,292,297)*lt(mod(X,70),40));
   if(ld(1), 168+Y*0.6, if(ld(2), if(between(mod(X,90),22,66)*between(Y,88,118), 96, 150-Y*0.12),
   if(ld(3)+ld(4), 205, 88+ld(0)*26)))':
g='st(0, (Y-150)/210); st(1, lt(Y,70)); st(2, between(Y,70,150));
   st(3, between(Y,166,226)*lt(mod(X+(Y-166)*0.35+20,106),4)); st(4, between(Y,292,297)*lt(mod(X,70),40));
   if(ld(1), 192+Y*0.4, if(ld(2), if(between(mod(X,90),22,66)*between(Y,88,118), 118, 140-Y*0.12),
   if(ld(3)+ld(4), 205, 90+ld(0)*26)))':
b='st(0, (Y-150)/210); st(1, lt(Y,70)); st(2, between(Y,70,150));
   st(3, between(Y,166,226)*lt(mod(X+(Y-166)*0.35+20,106),4)); st(4, between(Y,292,297)*lt(mod(X,70),40));
   if(ld(1), 222+Y*0.2, if(ld(2), if(between(mod(X,90),22,66)*between(Y,88,118), 140, 126-Y*0.12),
   if(ld(3)+ld(4), 198, 94+ld(0)*26)))',
drawbox=0:146:640:6:0x6c6a64:fill,drawbox=556:40:8:112:0x50504c:fill,drawbox=532:34:40:10:0x5a5a54:fill,
drawbox=40:104:6:46:0x4a3a2c:fill,drawbox=24:74:38:36:0x3e6a3a:fill,drawbox=30:64:26:14:0x487844:fill" \
  -frames:v 1 "$work/parking-lot.png"

# ---------------------------------------------------------------------------------------------
# Things. A person is a film, since it swings its legs while it walks; the others are pictures.

person_width=48 person_height=112
car_width=160 car_height=64
parcel_width=40 parcel_height=28

# person NAME SECONDS STANDS_FROM STANDS_TO JACKET_RGB TROUSERS_RGB
person() {
  local swing="if(between(T,$3,$4),0,sin(2*PI*1.5*T))"
  local head="lt(hypot(X-24,Y-13),10)" torso="between(Y,24,62)*lt(abs(X-24),13-4*lt(Y,30))"
  local legs="between(Y,60,108)*(lt(abs(X-20-$swing*13*(Y-60)/48),5)+lt(abs(X-28+$swing*13*(Y-60)/48),5))"
  local arms="between(Y,28,64)*(lt(abs(X-12+$swing*8*(Y-28)/36),3)+lt(abs(X-36-$swing*8*(Y-28)/36),3))"
  local jacket=($5) trousers=($6) skin=(208 160 128) channel=(r g b) expression=
  for i in 0 1 2; do
    expression+="${channel[$i]}='if($head,if(lt(Y,10),60,${skin[$i]}),if($torso+$arms,${jacket[$i]}-(X-24)*0.8,${trousers[$i]}))':"
  done
  ffmpeg -f lavfi -i "nullsrc=s=${person_width}x${person_height}:r=15:d=$2,format=rgba,geq=${expression}a='255*gt($head+$torso+$arms+$legs,0)'" \
    -c:v ffv1 -pix_fmt bgra "$work/$1.mkv"
}

# car NAME RED GREEN BLUE
car() {
  local body="between(Y,26,50)*between(X,4+2*lt(Y,32),156-2*lt(Y,32))"
  local cabin="between(Y,6,26)*between(X,36+(26-Y)*0.8,124-(26-Y)*0.8)"
  local window="between(Y,10,24)*between(X,42+(26-Y)*0.8,118-(26-Y)*0.8)*gt(abs(X-80),2)"
  local wheel="(lt(hypot(X-38,Y-50),12)+lt(hypot(X-122,Y-50),12))"
  local hub="(lt(hypot(X-38,Y-50),5)+lt(hypot(X-122,Y-50),5))"
  local shadow="lt(pow((X-80)/80,2)+pow((Y-58)/6,2),1)"
  paint() { echo "if($hub,150,if($wheel,28,if($window,$2,if($body+$cabin,$1-(Y-20)*0.9,20))))"; }
  ffmpeg -f lavfi -i "nullsrc=s=${car_width}x${car_height}:r=1:d=1,format=rgba,geq=r='$(paint "$2" 120)':g='$(paint "$3" 150)':b='$(paint "$4" 170)':a='if($body+$cabin+$wheel,255,110*$shadow)'" \
    -frames:v 1 "$work/$1.png"
}

parcel() {
  ffmpeg -f lavfi -i "color=0xb88a50:s=${parcel_width}x${parcel_height}:r=1:d=1,format=rgba,drawbox=0:0:iw:ih:0x80602f:2,drawbox=17:0:6:28:0xd8c8a0:fill,drawbox=4:6:9:7:0xf4f4f0:fill" \
    -frames:v 1 "$work/$1.png"
}

# ---------------------------------------------------------------------------------------------
# Where things are, at which time: "seconds:left:top" of the drawn box, straight lines in between.

# coordinate FIELD PATH -> an expression of t
coordinate() {
  local points=($2) expression= close= i
  for ((i = 0; i + 1 < ${#points[@]}; i++)); do
    IFS=: read -ra from <<<"${points[$i]}"
    IFS=: read -ra to <<<"${points[$((i + 1))]}"
    expression+="if(lt(t,${to[0]}),${from[$1]}+(${to[$1]}-(${from[$1]}))*(t-${from[0]})/(${to[0]}-${from[0]}),"
    close+=")"
  done
  echo "$expression${to[$1]}$close"
}

inputs=() graph= events= last=

camera() { # STREAM SECONDS
  stream=$1 seconds=$2 inputs=(-loop 1 -framerate 15 -t "$2" -i "$work/$1.png") graph= events= last="0:v"
}

thing() { # NAME KIND WIDTH HEIGHT PATH
  local points=($5) file=$work/$1.png number=$((${#inputs[@]}))
  local enters=${points[0]%%:*} leaves=${points[-1]%%:*}
  if [[ -e $work/$1.mkv ]]; then
    inputs+=(-i "$work/$1.mkv")
  else
    inputs+=(-loop 1 -framerate 15 -t "$seconds" -i "$file")
  fi
  count=$((count + 1))
  graph+="[$last][$count:v]overlay=x='$(coordinate 1 "$5")':y='$(coordinate 2 "$5")':eof_action=pass:enable='gte(t,$enters)*lt(t,$leaves)'[v$count];"
  last=v$count
  local path= point
  for point in "${points[@]}"; do
    IFS=: read -ra at <<<"$point"
    path+="${path:+, }{\"seconds\": ${at[0]}, \"x\": ${at[1]}, \"y\": ${at[2]}}"
  done
  events+="${events:+,$'\n'}        {\"name\": \"$1\", \"kind\": \"$2\", \"width\": $3, \"height\": $4,
         \"path\": [$path]}"
}

# Grain, so that no two frames are the same; a fixed seed, so that they are the same each time.
grain="noise=alls=4:allf=t:all_seed=7,format=yuv420p"
x264=(-c:v libx264 -threads 1 -preset slow -profile:v high -g 30 -keyint_min 30 -sc_threshold 0)
exact=(-fflags +bitexact -flags:v +bitexact -flags:a +bitexact)

# ---------------------------------------------------------------------------------------------
# The front door. Key frames are at 0, 2, 4 ... seconds; nothing begins or ends there.

person courier 44 9.3 11.5 "38 52 110" "40 40 48"
person neighbour 44 33.1 34.3 "60 120 66" "70 60 50"
parcel parcel

camera front-door 44
count=0
thing parcel parcel $parcel_width $parcel_height "10.4:328:282 33.7:328:282"
thing courier person $person_width $person_height "5.3:-48:206 9.3:276:196 11.5:276:196 15.9:640:212"
thing neighbour person $person_width $person_height "29.1:640:210 33.1:344:198 34.3:344:198 38.7:-48:208"
front_door_events=$events

# Steps while somebody walks, the bell when the courier is at the door, a hum all the time. The
# encoder begins 1024 samples early; without the shift, ffmpeg would delay the pictures by that.
walking="(between(t,5.3,9.3)+between(t,11.5,15.9)+between(t,29.1,33.1)+between(t,34.3,38.7))"
step="0.5*$walking*sin(2*PI*110*t)*exp(-18*mod(t,0.3333))"
bell="0.4*between(t,9.9,12)*(sin(2*PI*660*t)*exp(-3*(t-9.9))+gte(t,10.5)*sin(2*PI*523*t)*exp(-3*(t-10.5)))"
ffmpeg "${inputs[@]}" -f lavfi -t 44 -i "aevalsrc='$step+$bell+0.01*sin(2*PI*50*t)':s=48000" \
  -filter_complex "${graph}[$last]$grain[v];[$((count + 1)):a]asetpts=PTS+1024[a]" -map "[v]" -map "[a]" -t 44 -r 15 \
  "${x264[@]}" -bf 0 -crf 24 -c:a aac -b:a 32k "${exact[@]}" "$out/front-door.mkv"

# ---------------------------------------------------------------------------------------------
# The parking lot. The walker passes in front of the parked red car.

person walker 48 0 0 "196 164 48" "50 56 70"
car red-car 178 44 40
car blue-car 52 84 168

camera parking-lot 48
count=0
thing red-car car $car_width $car_height "3.7:-160:224 8.3:236:192 26.5:236:192 31.1:640:226"
thing walker person $person_width $person_height "12.7:640:190 22.3:-48:186"
thing blue-car car $car_width $car_height "35.3:640:262 40.9:-160:266"
parking_lot_events=$events

ffmpeg "${inputs[@]}" -filter_complex "${graph}[$last]$grain[v]" -map "[v]" -t 48 -r 15 \
  "${x264[@]}" -bf 2 -b_strategy 0 -crf 24 "${exact[@]}" "$out/parking-lot.mkv"

# ---------------------------------------------------------------------------------------------

cat >"$out/sample.json" <<JSON
{
  "cameras": [
    {
      "stream": "front-door", "start": "2025-03-14T09:26:53.589Z", "seconds": 44,
      "framesPerSecond": 15, "width": 640, "height": 360, "audio": true,
      "things": [
$front_door_events
      ]
    },
    {
      "stream": "parking-lot", "start": "2025-03-14T09:26:50.125Z", "seconds": 48,
      "framesPerSecond": 15, "width": 640, "height": 360, "audio": false,
      "things": [
$parking_lot_events
      ]
    }
  ]
}
JSON
ls -l "$out"
