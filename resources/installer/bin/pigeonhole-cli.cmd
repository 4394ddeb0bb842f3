@"%~dp0..\..\Pigeonhole.exe" --cli -- %*
