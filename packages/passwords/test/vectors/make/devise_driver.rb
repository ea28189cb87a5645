# Answers for drivers.py with Devise's Encryptor itself, over Debian's bcrypt: ruby devise_driver.rb FOLDER
require 'json'
require 'active_support'
require 'active_support/core_ext/object/blank'
require 'active_support/security_utils'
module Devise
  # As in lib/devise.rb.
  def self.secure_compare(a, b)
    return false if a.blank? || b.blank? || a.bytesize != b.bytesize
    l = a.unpack "C#{a.bytesize}"
    res = 0
    b.each_byte { |byte| res |= byte ^ l.shift }
    res == 0
  end
end
load "#{ARGV[0]}/usr/share/rubygems-integration/all/gems/devise-4.8.1/lib/devise/encryptor.rb"
Model = Struct.new(:pepper, :stretches)
$stdout.sync = true
while (line = $stdin.gets)
  q = JSON.parse(line)
  password = [q['password']].pack('H*').force_encoding('UTF-8')
  begin
    answer =
      if q['do'] == 'hash'
        { text: Devise::Encryptor.digest(Model.new(nil, q['cost'] || 4), password) }
      else
        { yes: Devise::Encryptor.compare(Model.new(nil, 4), q['stored'], password) }
      end
  rescue StandardError => e
    answer = { error: "#{e.class}: #{e.message}" }
  end
  puts JSON.generate(answer)
end
